import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { ActFault } from '../acts/fault.ts'
import { foundMunicipality } from '../acts/found-municipality.ts'
import { sampleMunicipality, sampleRetentionDays } from '../acts/sample.ts'
import { founderRole } from '../domain/casework/operators.ts'
import type { Clock } from '../domain/clock.ts'
import { fromText } from '../http/bytes.ts'
import type { setupRequest } from '../http/contract.ts'
import { formatKey } from '../ledger/note.ts'
import { KeyTable } from '../vault/key-table.ts'
import { type Config, type DataFolder, defaultAnchorFolder, writeConfig, writeWhole } from './data-folder.ts'
import { diskSum, slotBytes } from './disk-sum.ts'
import { createFootage } from './footage-files.ts'
import { makeHttps } from './https.ts'
import { keyTableParts, openParts } from './installation.ts'
import { noFootage } from './no-footage.ts'
import { askedPack, knownPacks, rulesOfToday } from './packs.ts'
import { verifierKeyFile } from './verifier-key.ts'

export type SetupOptions = {
  readonly clock: Clock
  /** port for other PCs */
  readonly httpsPort: number
  /** slots of the sample's store */
  readonly sampleSlots: number
}

/**
 * Makes an installation in an empty data folder: key table and anchor, records with their first entries, the store reserved in full. The
 * configuration comes last; whatever fails before it is cleared away.
 * @throws ActFault `disk-too-small`, `request-invalid`, `setup-done` where footage, keys or records lie already; ConfigFault
 */
export async function setUp(
  folder: DataFolder,
  request: z.infer<typeof setupRequest>,
  options: SetupOptions,
): Promise<Config> {
  const { sample, draft } = request
  const { clock } = options
  const pack = await askedPack(draft.pack, clock.now(), sample ? sampleRetentionDays : null)
  if (!request.people.some(({ role }) => role === founderRole(pack))) {
    throw new ActFault('request-invalid', { field: 'people' })
  }
  const sum = await diskSum(folder.root, pack, clock.now(), draft)
  const slots = sample ? options.sampleSlots : Math.ceil(sum.needed / slotBytes)
  if (slots * slotBytes > sum.available) {
    throw new ActFault('disk-too-small', {
      needed: String(slots * slotBytes),
      available: String(sum.available),
    })
  }
  const https =
    draft.host === '' && draft.address === ''
      ? null
      : { host: draft.host, address: draft.address, port: options.httpsPort }
  const config: Config = {
    format: 1,
    store: randomUUID(),
    pack: draft.pack,
    sample,
    municipality: sample ? sampleMunicipality.municipality : draft.municipality,
    department: sample ? sampleMunicipality.department : draft.department,
    anchorFolder: draft.anchorFolder === '' ? defaultAnchorFolder(folder.root) : draft.anchorFolder,
    roleKey: request.roleKey.id,
    retentionDays: sample ? sampleRetentionDays : null,
    https,
  }
  // what every later start asks of the configuration is asked before anything is made
  await rulesOfToday(config, clock.now())
  await clearGround(folder)
  try {
    await createFootage(folder.footage, slots, slotBytes)
    await (await KeyTable.create(await keyTableParts(folder, config.anchorFolder))).close()
    const parts = await openParts({ folder, config, pack, clock, footage: noFootage, synced: () => false })
    try {
      const instrument = (await knownPacks()).find((file) => file.folder === draft.pack)
      await foundMunicipality(parts.context, {
        store: config.store,
        municipality: config.municipality,
        sample,
        pack: {
          id: draft.pack,
          title: pack.title,
          sha256: instrument?.sha256 ?? '',
          since: pack.since,
        },
        anchor: parts.context.vault.anchorKind,
        ledgerKey: formatKey(parts.signer),
        people: request.people.map(({ enrolment, wrappedRoleKey, ...person }) => ({
          ...person,
          enrolment: {
            salt: fromText(enrolment.salt),
            proof: fromText(enrolment.proof),
            openPublicKey: fromText(enrolment.openPublicKey),
            signPublicKey: fromText(enrolment.signPublicKey),
            wrappedKeys: fromText(enrolment.wrappedKeys),
          },
          wrappedRoleKey: fromText(wrappedRoleKey),
        })),
        roleKey: { id: request.roleKey.id, publicKey: fromText(request.roleKey.publicKey) },
        recoveryKit: request.recoveryKit,
      })
      await writeWhole(join(folder.log, verifierKeyFile), `${formatKey(parts.signer)}\n`)
    } finally {
      await parts.close()
    }
    if (https !== null) {
      await makeHttps(folder.https, { ...https, municipality: config.municipality, now: clock.now() })
    }
    await writeConfig(folder, config)
    for (const path of [folder.unfinished, folder.draft]) await rm(path, { force: true })
    return config
  } catch (error) {
    await clearAway(folder)
    throw error
  }
}

function madeHere(folder: DataFolder): readonly string[] {
  const { footage, keyTables, log, https, records } = folder
  return [footage, ...keyTables, log, https, records, `${records}-wal`, `${records}-shm`]
}

/**
 * Clears away what a crash left of an earlier setup, known by its mark, and marks the beginning of this one. Whatever else lies there is
 * somebody's footage or files, even where no configuration tells of it.
 * @throws ActFault `setup-done`
 */
async function clearGround(folder: DataFolder): Promise<void> {
  if (existsSync(folder.unfinished) && !existsSync(folder.config)) await clearAway(folder)
  if (existsSync(folder.config) || madeHere(folder).some((path) => existsSync(path)))
    throw new ActFault('setup-done')
  await writeWhole(folder.unfinished, '')
}

/** The mark goes last: a crash in the midst of this leaves it to the next setup. */
async function clearAway(folder: DataFolder): Promise<void> {
  for (const path of [...madeHere(folder), folder.unfinished])
    await rm(path, { recursive: true, force: true })
}
