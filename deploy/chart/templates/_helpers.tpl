{{- define "papp.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "papp.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "papp.name" .) -}}
{{- end -}}

{{- define "papp.selector" -}}
app.kubernetes.io/name: patternedapp-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "papp.labels" -}}
{{ include "papp.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- with .Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* The annotations of an object. The argument is a list: the root context and the object's own annotations. */ -}}
{{- define "papp.annotations" -}}
{{- $all := merge (dict) (index . 1) (index . 0).Values.extraAnnotations -}}
{{- if $all -}}
annotations:
  {{- toYaml $all | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "papp.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "papp.subjects" -}}
subjects:
- kind: ServiceAccount
  name: {{ include "papp.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}

{{- /* The operator's permissions in the namespaces that it watches. A test checks that it uses all of them and no others. */ -}}
{{- define "papp.rules" -}}
rules:
- apiGroups: [patternedapp.io]
  resources: [patternedapps]
  verbs: [list, watch]
- apiGroups: [patternedapp.io]
  resources: [patternedapps/status]
  verbs: [patch]
# Required by the admission plugin OwnerReferencesPermissionEnforcement.
- apiGroups: [patternedapp.io]
  resources: [patternedapps/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [configmaps, pods, services]
  verbs: [get, list, watch, create, patch, delete]
# Updates of running Pods: in-place resize, and eviction, which respects PodDisruptionBudgets.
- apiGroups: [""]
  resources: [pods/resize]
  verbs: [patch]
- apiGroups: [""]
  resources: [pods/eviction]
  verbs: [create]
- apiGroups: [apps]
  resources: [daemonsets, deployments, statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [controllerrevisions, replicasets]
  verbs: [list, watch]
- apiGroups: [batch]
  resources: [cronjobs, jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
# Used if the Prometheus operator is installed and an app sets metrics.monitor: PodMonitor.
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [create, get, patch]
{{- end -}}
