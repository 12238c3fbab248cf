import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { folderLogFiles } from '../../adapters/filesystem/log-files.ts'
import { sqliteLedgerReader } from '../../adapters/sqlite/ledger-records.ts'
import { parseKey } from '../../ledger/note.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { dataFolder } from '../data-folder.ts'
import { verifierKeyFile } from '../verifier-key.ts'
import { type Command, findingLine } from './command.ts'

/** Checks the ledger against itself, its signature and a checkpoint saved before; needs neither key nor running server. */
export const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: 'ledger verify [--against FILE] [--key FILE]',
  about: {
    ja: '記録（台帳）に改ざん・欠落がないことを確かめます',
    en: 'check that nothing in the ledger was altered or dropped',
  },
  options: {
    against: {
      type: 'string',
      about: { ja: '以前に保存した確認票（チェックポイント）', en: 'a checkpoint saved before' },
    },
    key: {
      type: 'string',
      about: { ja: '別に保管していた検証鍵', en: 'the verifier key as kept elsewhere' },
    },
  },
  args: 0,
  async run({ options, language, dataRoot }) {
    const folder = dataFolder(dataRoot)
    const keyPath = typeof options['key'] === 'string' ? options['key'] : join(folder.log, verifierKeyFile)
    const key = parseKey((await readFile(keyPath, 'utf8')).trim())
    const database = new DatabaseSync(folder.records, { readOnly: true })
    try {
      const against = options['against']
      const verdict = await verifyLedger({
        records: sqliteLedgerReader(database),
        files: folderLogFiles(folder.log),
        key,
        ...(typeof against === 'string' ? { saved: readFileSync(against, 'utf8') } : {}),
      })
      const { ok, size, findings, remarks, unlisted } = verdict
      const head = {
        ja: ok
          ? `記録 ${size} 件を確かめました。改ざんも欠落もありません。`
          : `記録 ${size} 件を確かめ、${findings.length} 件の異常が見つかりました。`,
        en: ok
          ? `${size} entries checked: nothing altered, nothing missing.`
          : `${size} entries checked, ${findings.length} findings.`,
      }[language]
      return {
        exit: ok ? 0 : 1,
        json: { ok, size, findings, remarks, unlisted },
        lines: [head, ...findings.map(findingLine), ...remarks.map(findingLine)],
      }
    } finally {
      database.close()
    }
  },
}
