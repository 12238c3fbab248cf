import { ensureWebBuilt, WebBuildFault } from '../../src/main/web-build.ts'
import { ensurePackages, SetupFault, testPackages } from './debian.ts'
import { nodeFault } from './node-version.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/**
 * Makes the machine ready for tests and demo: Node, Debian packages, browser app.
 * @returns false when something is missing that has been told
 */
export async function setUp(): Promise<boolean> {
  const fault = nodeFault(process.versions.node)
  if (fault !== undefined) {
    say(fault)
    return false
  }
  try {
    await ensurePackages(testPackages, say)
    await ensureWebBuilt(undefined, say)
    return true
  } catch (error) {
    if (error instanceof SetupFault) say(`${error.message}\nrun: ${error.command}`)
    else if (error instanceof WebBuildFault) say(`the browser app cannot be built: ${error.message}`)
    else throw error
    return false
  }
}

if (import.meta.main) {
  const ready = await setUp()
  say(ready ? 'everything that tests and demo need is here' : 'setup did not finish')
  process.exitCode = ready ? 0 : 1
}
