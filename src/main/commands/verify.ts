import { openBundle } from '../../adapters/filesystem/bundle-source.ts'
import { verifyBundle } from '../../evidence/verify-bundle.ts'
import { type Command, findingLine } from './command.ts'

/** Checks a bundle handed to a recipient; needs nothing but the bundle. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify BUNDLE [--trust FINGERPRINT]',
  about: {
    ja: '提供した画像データ（ZIP またはそれを展開したフォルダー）が提供時のままかを確かめます',
    en: 'check that footage handed over (ZIP, or the folder it was unpacked into) is as it was handed over',
  },
  options: {
    trust: {
      type: 'string',
      about: {
        ja: '市町村から別に聞いた検証鍵の指紋',
        en: 'fingerprint of the key, as told by the municipality',
      },
    },
  },
  args: 1,
  async run({ args, options, language }) {
    const bundle = await openBundle(args[0] as string)
    try {
      const trusted = options['trust']
      const verdict = await verifyBundle(bundle.source, typeof trusted === 'string' ? { trusted } : {})
      const { ok, findings, key, manifest } = verdict
      const head = {
        ja: ok ? '提供時のままです。' : `提供時のままではありません。${findings.length} 件の異常があります。`,
        en: ok ? 'As it was handed over.' : `Not as it was handed over: ${findings.length} findings.`,
      }[language]
      const trust = {
        ja:
          key?.trust === 'given'
            ? '検証鍵: 指定された指紋と一致しました。'
            : '検証鍵: この ZIP に入っていたものです。市町村に指紋を確かめ、--trust で指定してください。',
        en:
          key?.trust === 'given'
            ? 'key: matches the fingerprint given'
            : "key: only the bundle's own; ask the municipality for its fingerprint and give it with --trust",
      }[language]
      return {
        exit: ok ? 0 : 1,
        json: { ok, findings, key: key ?? null, case: manifest?.case ?? null },
        lines: [head, trust, ...(key === undefined ? [] : [key.fingerprint]), ...findings.map(findingLine)],
      }
    } finally {
      await bundle.close()
    }
  },
}
