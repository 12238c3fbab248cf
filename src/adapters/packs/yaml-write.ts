import { Document, isMap, isPair, isScalar, isSeq, type Node, Scalar, visit, type YAMLSeq } from 'yaml'

/** A comment before the key at a path; lines are its own. */
export type YamlComment = { readonly path: readonly (string | number)[]; readonly text: string }

/** A value as YAML the way packs are written: short lists on one line, days and instants in quotes, comments before their keys. */
export function writeYaml(value: unknown, comments: readonly YamlComment[] = [], head = ''): string {
  const document = new Document(value, { version: '1.2', aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && /^\d{4}-\d{2}-\d{2}(T\S+)?$/.test(node.value))
        node.type = Scalar.QUOTE_DOUBLE
    },
    Seq: (_, node) => {
      if (node.items.every(isScalar)) node.flow = true
    },
  })
  for (const { path, text } of comments) comment(document, path, text)
  if (isSeq(document.contents)) spread(document.contents)
  document.commentBefore = head === '' ? null : asComment(head)
  return document.toString({ lineWidth: 110, flowCollectionPadding: false })
}

function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const holder = document.getIn(path.slice(0, -1), true) as Node | undefined
  const key = path.at(-1)
  const pair = isMap(holder)
    ? holder.items.find((one) => isPair(one) && isScalar(one.key) && one.key.value === key)
    : undefined
  if (pair === undefined || !isScalar(pair.key)) {
    if (isSeq(holder)) throw new TypeError('a comment stands before a key')
    return
  }
  pair.key.commentBefore = asComment(text)
  pair.key.spaceBefore = isMap(holder) && holder.items[0] !== pair
}

/** A blank line between the members of a list that is a file of its own. */
function spread({ items }: YAMLSeq): void {
  for (const item of items.slice(1)) if (isMap(item)) item.spaceBefore = true
}

function asComment(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n')
}
