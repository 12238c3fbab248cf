import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const web = join(import.meta.dirname, '../..')
const theme = readFileSync(
  join(web, '../node_modules/@digital-go-jp/tailwind-theme-plugin/dist/v4.css'),
  'utf8',
)
const own = readFileSync(join(web, 'src/styles.css'), 'utf8')
const utilities = new Set([...`${theme}\n${own}`.matchAll(/@utility ([\w-]+)/g)].map((match) => match[1]))
const colours = new Set([...theme.matchAll(/--color-([\w-]+):/g)].map((match) => match[1]))
const radii = new Set([...theme.matchAll(/--radius-([\w-]+):/g)].map((match) => match[1]))
const sources = globSync('src/**/*.tsx', { cwd: web }).map((file) => ({
  file,
  text: readFileSync(join(web, file), 'utf8'),
}))

/** A wrong class name vanishes without a word: those of the design tokens are checked against the tokens. */
function names(pattern: RegExp): readonly { readonly file: string; readonly name: string }[] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ file, name: match[1] ?? '' })),
  )
}

it('uses text styles that the tokens have', () => {
  const used = names(/\btext-((?:std|dns|oln|mono|dsp)-[\w-]+)/g)
  expect(used.length).toBeGreaterThan(50)
  expect(used.filter(({ name }) => !utilities.has(`text-${name}`))).toEqual([])
})

it('uses colours that the tokens have', () => {
  const families = [...colours]
    .map((colour) => colour?.replace(/-\d+$/, ''))
    .filter((family) => family !== 'black' && family !== 'white')
  const used = names(
    new RegExp(
      `\\b(?:bg|text|border|border-[trblxy]|accent|ring|outline)-((?:${[...new Set(families)].join('|')})-[\\w-]+)`,
      'g',
    ),
  )
  expect(used.length).toBeGreaterThan(50)
  expect(used.filter(({ name }) => !colours.has(name))).toEqual([])
})

it('uses corners that the tokens have', () => {
  const used = names(/\brounded-(?:[trbl]{1,2}-)?(\w+)\b/g)
  expect(used.filter(({ name }) => !radii.has(name))).toEqual([])
})
