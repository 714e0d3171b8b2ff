"""Writes JSON schemas for kubeconform. Usage: schemas.py OPENAPI-V2-FILE DIR. Writes one file for each kind of the API
server, and for each version of the CRDs in DIR (*.crd). The schemas reject unknown fields."""
import glob
import json
import sys

INT_OR_STRING = {"oneOf": [{"type": "string"}, {"type": "integer"}]}


def strict(schema):
    """Rejects unknown properties, and allows numbers in int-or-string fields."""
    if isinstance(schema, list):
        return [strict(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "int-or-string" or schema.get("x-kubernetes-int-or-string"):
        return INT_OR_STRING
    result = {key: value for key, value in schema.items() if not key.startswith("x-kubernetes-")}
    for key in ("items", "additionalProperties", "allOf", "anyOf", "oneOf", "not"):
        if key in result:
            result[key] = strict(result[key])
    if "properties" in result:
        result["properties"] = {name: strict(of) for name, of in result["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            result.setdefault("additionalProperties", False)
    return result


def write(directory, kind, group, version, schema):
    prefix = group.split(".")[0] + "-" if group else ""
    with open(f"{directory}/{kind.lower()}-{prefix}{version}.json", "w") as out:
        json.dump(schema, out)


def main(openapi, directory):
    definitions = json.load(open(openapi))["definitions"]
    quantity = definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"]
    quantity.clear()
    quantity.update({"oneOf": [{"type": "string"}, {"type": "number"}]})
    all_strict = {name: strict(schema) for name, schema in definitions.items()}
    for name, schema in definitions.items():
        for kind in schema.get("x-kubernetes-group-version-kind", ()):
            complete = {"$ref": "#/definitions/" + name, "definitions": all_strict}
            if kind["version"] in ("v1", "v1alpha1"):
                write(directory, kind["kind"], kind["group"], kind["version"], complete)
    for file in glob.glob(directory + "/*.crd"):
        crd = json.load(open(file))["spec"]
        for version in crd["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            write(directory, crd["names"]["kind"], crd["group"], version["name"], schema)


main(*sys.argv[1:])
