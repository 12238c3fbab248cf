import { z } from 'zod'
import { dimensions, type Tighter } from '../../src/domain/pack/dimensions.ts'
import { innerCondition } from '../../src/domain/pack/schema/basics.ts'
import { packSchema } from '../../src/domain/pack/schema/pack.ts'

/** Which of two values is the stricter, in words. */
export const tighterWords: Readonly<Record<Tighter, string>> = {
  less: 'less is stricter',
  more: 'more is stricter',
  first: 'the earlier choice is stricter',
  subset: 'fewer members are stricter',
  superset: 'more members are stricter',
  true: 'true is stricter',
  false: 'false is stricter',
  none: '',
}

/** What stands under a key of the rules, for the editor to show. */
const sections: Readonly<Record<string, string>> = {
  terms: '言葉: 役や物をこの要綱で何と呼ぶか / display words',
  provisions: '条項: 要綱の条・項・号を、自分の言葉で / the provisions in your own words',
  values: '定め: 要綱が定めている値 / values that the text states',
  silent: '定めなし: 要綱が何も言わない項目 / values on which the text is silent',
  scope: '対象: 偽なら対象外になる条件 / tests that put a camera out of scope',
  addressees: '守る者: 義務か助言か / whom the text binds, and whom it advises',
  roles: '役: 人の役割 / roles of people',
  unlocking: '鍵: 録画を開く鍵を預かる役 / who holds the key that opens footage',
  register: '設置場所の表 / the table of cameras of the text',
  documents: '書類: 求める書類と書く事項 / papers and what stands in them',
  prohibitions: '禁止 / prohibitions',
  grounds: '根拠: 禁じられたことを許すもの / what permits',
  acts: '手続: 根拠によらず行為に要るもの / what acts need whatever their ground',
  duties: '義務: しておくこと、期限のあること / what has to be done, once or again and again',
  retention: '保存: 数え方、延長、早い消去 / how keeping is counted, extended and ended',
  registers: '帳簿・様式 / registers and forms as lists of columns',
}

type Json = { [key: string]: unknown }

/** The pack language as JSON Schema, for editors: what a pack.yaml may hold before its references are checked. */
export function packJsonSchema(): object {
  const schema = z.toJSONSchema(packSchema, {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      const json = jsonSchema as Json
      if (json[innerCondition] === true) refer(json, 'condition')
      delete json[innerCondition]
    },
  }) as Json
  const rules = rulesOf(schema)
  for (const [key, description] of Object.entries(sections)) describe(rules[key], description)
  for (const { path, ja, en, tighter } of dimensions)
    describe(valuesOf(rules)[path], [`${ja} / ${en}`, tighterWords[tighter]].filter(Boolean).join('; '))
  return { ...schema, $id: 'pack.schema.json', title: 'Tsujiban pack' }
}

function refer(json: Json, name: string): void {
  for (const key of Object.keys(json)) delete json[key]
  json['$ref'] = `#/definitions/${name}`
}

function describe(schema: unknown, description: string): void {
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`no schema for: ${description}`)
  Object.assign(schema, { description })
}

function rulesOf(schema: Json): Json {
  return dig(schema, ['properties', 'versions', 'items', 'properties', 'rules', 'anyOf', '1', 'properties'])
}

function valuesOf(rules: Json): Json {
  return dig(rules, ['values', 'properties'])
}

function dig(json: Json, path: readonly string[]): Json {
  return path.reduce<Json>((at, key) => at[key] as Json, json)
}
