import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { funabashi } from '../../test/packs/load.ts'
import { benchPerson, founders } from '../../test/support/bench-people.ts'
import { StepClock } from '../../test/support/step-clock.ts'
import type { RoleKeyId } from '../domain/ids.ts'
import { toText } from '../http/bytes.ts'
import { createRoleKey } from '../vault/role-key.ts'
import { type DataFolder, dataFolder, readConfig } from './data-folder.ts'
import { setUp } from './set-up.ts'

let place: string
let folder: DataFolder
let request: Parameters<typeof setUp>[1]
const options = { clock: new StepClock(), sampleSlots: 1, httpsPort: 0 }

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'tsujiban-setup-'))
  folder = dataFolder(join(place, 'data'))
  mkdirSync(folder.root)
  request = await sampleRequest()
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

async function sampleRequest(): Promise<typeof request> {
  const roleKey = await createRoleKey(randomUUID() as RoleKeyId)
  const manager = await benchPerson('responsibleManager', 'manager')
  const people = await founders(await funabashi(), [manager], roleKey)
  return {
    sample: true,
    draft: {
      step: 1,
      municipality: '',
      department: '',
      pack: 'funabashi-houkago',
      cameras: 1,
      kbps: 100,
      managerName: '',
      managerPost: '',
      anchorFolder: '',
      host: '',
      address: '',
    },
    people: people.map(({ enrolment, wrappedRoleKey, ...person }) => ({
      ...person,
      role: 'responsibleManager' as const,
      enrolment: {
        salt: toText(enrolment.salt),
        proof: toText(enrolment.proof),
        openPublicKey: toText(enrolment.openPublicKey),
        signPublicKey: toText(enrolment.signPublicKey),
        wrappedKeys: toText(enrolment.wrappedKeys),
      },
      wrappedRoleKey: toText(wrappedRoleKey),
    })),
    roleKey: { id: roleKey.id, publicKey: toText(roleKey.publicKey) },
    recoveryKit: null,
  }
}

const listing = () => readdirSync(folder.root).filter((name) => !/-(wal|shm)$/.test(name))

test('a setup leaves an installation and no mark of being unfinished', async () => {
  const config = await setUp(folder, request, options)
  expect(await readConfig(folder)).toEqual(config)
  expect(listing().toSorted()).toEqual([
    'config.json',
    'footage',
    'ledger',
    'records.sqlite',
    'vault-a',
    'vault-b',
  ])
})

test('an installation whose configuration is lost is not set up over: nothing of it is touched', async () => {
  await setUp(folder, request, options)
  rmSync(folder.config)
  const before = listing()
  await expect(setUp(folder, request, options)).rejects.toMatchObject({ code: 'setup-done' })
  expect(listing()).toEqual(before)
})

test('files of somebody else in a folder of one of our names stay where they are', async () => {
  mkdirSync(folder.log)
  writeFileSync(join(folder.log, 'accounts.ods'), 'x')
  await expect(setUp(folder, request, options)).rejects.toMatchObject({ code: 'setup-done' })
  expect(existsSync(join(folder.log, 'accounts.ods'))).toBe(true)
})

test('what a killed setup left, known by its mark, gives way to the next one', async () => {
  await setUp(folder, request, options)
  rmSync(folder.config)
  writeFileSync(folder.unfinished, '')
  const config = await setUp(folder, request, options)
  expect(await readConfig(folder)).toEqual(config)
  expect(existsSync(folder.unfinished)).toBe(false)
})

test('a setup that fails clears away what it made', async () => {
  const inside = { ...request, draft: { ...request.draft, anchorFolder: join(folder.root, 'anchor') } }
  await expect(setUp(folder, inside, options)).rejects.toMatchObject({ code: 'anchor-in-data' })
  expect(listing()).toEqual([])
})
