import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { packFault } from '../../domain/pack/fault.ts'
import { casesSchema, type PackCase } from '../../domain/question/case.ts'
import { type Question, questionSchema } from '../../domain/question/question.ts'
import { PackUnusable, readYaml, type YamlValue } from './yaml.ts'

export type CaseFile = {
  /** `keeping.yaml` */
  readonly name: string
  readonly cases: readonly PackCase[]
  /** the same as it stands in the file, for telling in how many facts two differ */
  readonly raw: readonly unknown[]
  /** line of each case */
  readonly lines: readonly number[]
}

/**
 * The cases beside a pack, `cases/*.yaml`; none where there is no such folder.
 * @param file the pack.yaml
 * @throws PackUnusable
 */
export async function readCases(file: string): Promise<readonly CaseFile[]> {
  const folder = join(dirname(file), 'cases')
  const beside = await readdir(dirname(file))
  if (!beside.includes('cases')) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(names.map((name) => readCaseFile(folder, name)))
}

async function readCaseFile(folder: string, name: string): Promise<CaseFile> {
  const file = join(folder, name)
  const yaml = await readYaml(file)
  const cases = checked(casesSchema, yaml, file)
  return {
    name,
    cases,
    raw: yaml.value as readonly unknown[],
    lines: cases.map((_, index) => yaml.lineOf([index])),
  }
}

/**
 * A question for `pack ask`.
 * @throws PackUnusable
 */
export async function readQuestion(file: string): Promise<Question> {
  return checked(questionSchema, await readYaml(file), file)
}

/**
 * A file of a known form.
 * @throws PackUnusable
 */
export async function readYamlAs<T extends z.ZodType>(schema: T, file: string): Promise<z.output<T>> {
  return checked(schema, await readYaml(file), file)
}

function checked<T extends z.ZodType>(schema: T, yaml: YamlValue, file: string): z.output<T> {
  const parsed = schema.safeParse(yaml.value, { reportInput: true })
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.flatMap(innermost).map((issue) => {
    const path = issue.path.map((one) => (typeof one === 'number' ? one : String(one)))
    const fault =
      issue.code === 'unrecognized_keys'
        ? packFault([...path, issue.keys[0] ?? ''], 'unknown-key', 'unknownKey', {
            key: issue.keys.join('、'),
          })
        : packFault(path, 'wrong-value', questionHint(issue), choicesOf(issue))
    return { ...fault, line: yaml.lineOf(fault.path) }
  })
  throw new PackUnusable('faulty', file, faults)
}

/** Where a mapping was given and a word would do as well, the faults of the mapping say more. */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  const inner = issue.code === 'invalid_union' ? (issue.errors.at(-1) ?? []) : []
  return inner.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys')
    ? inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
    : [issue]
}

function questionHint(issue: z.core.$ZodIssue): string {
  if (/^[a-zA-Z]+$/.test(issue.message)) return issue.message
  if (issue.code === 'invalid_value') return 'choice'
  return issue.code === 'invalid_type' && issue.input === undefined ? 'missing' : 'type'
}

function choicesOf(issue: z.core.$ZodIssue): Readonly<Record<string, string>> {
  if (issue.code === 'invalid_value') return { choices: issue.values.map(String).join('、') }
  return issue.code === 'custom' ? { ask: String(issue.params?.['ask'] ?? '') } : {}
}
