import { Ajv2020 } from 'ajv/dist/2020.js'
import { z } from 'zod'
import { vendorFolder, vendorPage } from './vendor-folder.ts'

/** A schema as far as tests look into it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

const documentShape = z.looseObject({
  paths: z.record(z.string(), z.looseObject({ post: z.looseObject({ responses: z.record(z.string(), z.unknown()) }) })),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

type Bodies = readonly Record<string, unknown>[]

/** Which properties the schemas of answers name, which of them answers have, and which they have besides. */
interface Properties {
  readonly named: Set<string>
  readonly met: Set<string>
  readonly extra: Set<string>
}

/** An OpenAPI of the vendor, and what answers have to do with it. */
export interface OpenApi {
  has(path: string): boolean
  /** What is wrong about answers of a method, and where in them. */
  complaints(path: string, bodies: Bodies): { readonly place: string; readonly message: string }[]
  /** What is wrong about the parameters of a method. */
  requestComplaints(path: string, parameters: unknown): string[]
  properties(answers: readonly (readonly [path: string, bodies: Bodies])[]): Properties
  /** A schema of the document's own, by its name. */
  schema(name: string): Schema
}

/** Reads an OpenAPI whose paths begin with `prefix`; without the vendor's folder it is empty. */
export function openApi(page: string, prefix: string): OpenApi {
  const api = documentShape.parse(
    vendorFolder === undefined ? { paths: {}, components: { schemas: {} } } : JSON.parse(vendorPage(page)),
  )
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/)
  ajv.addFormat('password', true)
  ajv.addSchema(api, 'api')

  const method = (path: string) => `#/paths/${`${prefix}${path}`.replaceAll('/', '~1')}/post`
  const json = 'content/application~1json/schema'

  /** Where in the document the schema of an answer is: of a success or of a refusal. */
  function schemaPath(path: string, success: boolean): string {
    const response = `${method(path)}/responses/${success ? '200' : 'default'}`
    const ref = (resolve(response) as { $ref?: string }).$ref
    return `${ref ?? response}/${json}`
  }

  /** What a reference within the document refers to. */
  function resolve(reference: string): unknown {
    return reference
      .slice(2)
      .split('/')
      .reduce((node: unknown, key) => (node as Record<string, unknown>)[key.replaceAll('~1', '/')], api)
  }

  /** Names every property of a schema that a value has and every one that it lacks, by the schema's name. */
  function walk(schema: Schema, value: unknown, name: string, seen: Properties): void {
    if (schema.$ref !== undefined) {
      return walk(resolve(schema.$ref) as Schema, value, schema.$ref.split('/').at(-1) ?? name, seen)
    }
    const parts = schema.allOf ?? schema.anyOf
    if (parts) {
      const own = parts.filter(({ type }) => type !== 'null')
      const known = new Set(own.flatMap((part) => propertyNames(part)))
      for (const part of own) walk(part, onlyNamed(part, value, known), name, seen)
      return
    }
    if (schema.items && Array.isArray(value)) {
      for (const item of value.length > 0 ? value : [undefined]) walk(schema.items, item, name, seen)
      return
    }
    if (!schema.properties) return
    const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    for (const [property, inner] of Object.entries(schema.properties)) {
      seen.named.add(`${name}.${property}`)
      if (fields[property] !== undefined) seen.met.add(`${name}.${property}`)
      walk(inner, fields[property], `${name}.${property}`, seen)
    }
    for (const property of Object.keys(fields)) if (!schema.properties[property]) seen.extra.add(`${name}.${property}`)
  }

  function propertyNames(schema: Schema): string[] {
    const whole = schema.$ref === undefined ? schema : (resolve(schema.$ref) as Schema)
    return Object.keys(whole.properties ?? {})
  }

  /** A value without the properties that belong to the other parts of an `allOf`. */
  function onlyNamed(part: Schema, value: unknown, known: ReadonlySet<string>): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const own = new Set(propertyNames(part))
    return Object.fromEntries(Object.entries(value).filter(([property]) => own.has(property) || !known.has(property)))
  }

  return {
    has: (path) => api.paths[`${prefix}${path}`] !== undefined,
    complaints: (path, bodies) =>
      bodies.flatMap((body) => {
        const validate = ajv.getSchema(`api${schemaPath(path, body['success'] === true)}`)!
        if (validate(body) === true) return []
        return (validate.errors ?? []).map(({ instancePath, message = '' }) => ({
          place: `${path} → ${instancePath.slice(1).replaceAll(/\/\d+/g, '[]')}`,
          message,
        }))
      }),
    requestComplaints(path, parameters) {
      const validate = ajv.getSchema(`api${method(path)}/requestBody/${json}`)!
      if (validate(parameters) === true) return []
      return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
    },
    properties(answers) {
      const seen = { named: new Set<string>(), met: new Set<string>(), extra: new Set<string>() }
      for (const [path, bodies] of answers) {
        for (const body of bodies) {
          if (body['success'] === true) walk(resolve(schemaPath(path, true)) as Schema, body, path, seen)
        }
      }
      return seen
    },
    schema: (name) => resolve(`#/components/schemas/${name}`) as Schema,
  }
}
