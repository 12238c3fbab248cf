import { storeIsOwned } from '../../adapters/sqlite/footage-index-lock.ts'
import { type Finding, fsck } from '../../footage/fsck.ts'
import { dataFolder } from '../data-folder.ts'
import { readFootage } from '../footage-files.ts'
import { type Command, findingLine } from './command.ts'
import { checkKeys, type KeyFinding } from './fsck-keys.ts'

/** More findings than this are counted, not listed. */
const listed = 200

/** Proves the footage on disk against its index; with a running recorder too. */
export const fsckCommand: Command = {
  name: 'fsck',
  usage: 'fsck [--fast]',
  about: {
    ja: '保管中の画像データと索引が一致し、欠けや破損がないことを確かめます',
    en: 'check the footage on disk against its index',
  },
  options: {
    fast: { type: 'boolean', about: { ja: '見出しだけを調べます', en: 'headers only' } },
  },
  args: 0,
  async run({ options, language, dataRoot }) {
    const data = dataFolder(dataRoot)
    const folder = data.footage
    const footage = await readFootage(folder)
    const findings: (Finding | KeyFinding)[] = []
    let count = 0
    try {
      const depth = options['fast'] === true ? 'headers' : 'hashes'
      for await (const finding of fsck(footage.files, footage.index, { depth, live: storeIsOwned(folder) })) {
        if (count++ < listed) findings.push(finding)
      }
    } finally {
      await footage.close()
    }
    const keys = await checkKeys(data)
    findings.push(...(keys ?? []))
    count += keys?.length ?? 0
    const ok = count === 0
    const head = {
      ja: ok ? '画像データと索引は一致しています。' : `${count} 件の異常が見つかりました。`,
      en: ok ? 'Footage and index agree.' : `${count} findings.`,
    }[language]
    const keyLine = {
      ja:
        keys === null
          ? '鍵の表は、辻番が動いている間は調べません。止めてからもう一度実行してください。'
          : '鍵の表と記録を照らし合わせました。',
      en:
        keys === null
          ? 'The key table is not looked at while the server runs; stop it and run this again.'
          : 'Key table and records were compared.',
    }[language]
    return {
      exit: ok ? 0 : 1,
      json: { ok, count, keysChecked: keys !== null, findings },
      lines: [head, keyLine, ...findings.map(findingLine)],
    }
  },
}
