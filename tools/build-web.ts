import { ensureWebBuilt } from '../src/main/web-build.ts'

const { built } = await ensureWebBuilt()
process.stdout.write(built ? 'web/dist is built\n' : 'web/dist is up to date\n')
