-- The Argo CD health check of PatternedApps. To install it, see docs/how-to/gitops-argocd.md.
local function health(status, message)
  return {status = status, message = message}
end

local status = obj.status
if status == nil or status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "The operator has not observed this generation of the spec yet")
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local ready = conditions["Ready"]
if ready == nil then
  return health("Progressing", "The operator has not reported the condition Ready yet")
end
if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "The app is being deleted")
end
if conditions["Stalled"] ~= nil and conditions["Stalled"].status == "True" then
  return health("Degraded", ready.message)
end
if ready.status == "True" then
  return health("Healthy", ready.message)
end
if ready.reason == "Suspended" then
  return health("Suspended", ready.message)
end
return health("Progressing", ready.message)
