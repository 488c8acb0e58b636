/** A value that a JSON schema allows: the smallest and dullest one. */

type Schema = Record<string, unknown>

const DEPTH_MAX = 8

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a `$ref` of the same document names; an empty schema where there is no such place. */
function resolveRef(root: Schema, ref: string): Schema {
  const found = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((at, name) => (isSchema(at) ? at[name] : undefined), root)
  return isSchema(found) ? found : {}
}

/** 1, or what is nearest to it within the limits. */
function sampleNumber({ minimum, maximum }: Schema): number {
  const least = typeof minimum === 'number' ? minimum : Number.NEGATIVE_INFINITY
  const most = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY
  return Math.max(least, Math.min(most, 1))
}

function sampleObject(schema: Schema, root: Schema, depth: number): Record<string, unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {}
  const required = Array.isArray(schema.required) ? schema.required : []
  const entries = required.flatMap((name) => {
    const property = properties[String(name)]
    return [[String(name), isSchema(property) ? sample(property, root, depth) : 'prove'] as const]
  })
  return Object.fromEntries(entries)
}

function sample(schema: Schema, root: Schema, depth: number): unknown {
  if (depth > DEPTH_MAX) return null
  if (typeof schema.$ref === 'string') return sample(resolveRef(root, schema.$ref), root, depth + 1)
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  for (const choice of [schema.anyOf, schema.oneOf, schema.allOf])
    if (Array.isArray(choice) && isSchema(choice[0])) return sample(choice[0], root, depth + 1)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'integer' || type === 'number') return sampleNumber(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (type === 'array') {
    const items = isSchema(schema.items) ? schema.items : {}
    return Array.from({ length: Number(schema.minItems ?? 0) }, () => sample(items, root, depth + 1))
  }
  if (type === 'object' || isSchema(schema.properties)) return sampleObject(schema, root, depth + 1)
  return 'prove'
}

/** @param schema a JSON schema as callers of a model send it; anything else gives an empty object. */
export function sampleSchema(schema: unknown): unknown {
  return isSchema(schema) ? sample(schema, schema, 0) : {}
}
