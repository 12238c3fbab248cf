import { publicKeyFile } from './manifest.ts'

export type ReadMeInput = {
  readonly issuer: string
  readonly caseNumber: string
  readonly recipient: string
  readonly timeZone: string
  readonly madeAt: number
  readonly window: { readonly from: number; readonly to: number }
  /** hexadecimal */
  readonly fingerprint: string
  readonly footage: readonly {
    readonly file: string
    readonly label: string
    readonly from: number
    readonly to: number
    readonly frames: number
  }[]
}

const opensslLine = `openssl pkeyutl -verify -pubin -inkey ${publicKeyFile} -rawin -in manifest.json -sigfile manifest.sig`

/** Plain text with CRLF and a byte order mark, which every Windows shows. */
export function readMeInJapanese(input: ReadMeInput): string {
  const time = timeIn(input.timeZone)
  return lines([
    `\ufeff${input.issuer}　防犯カメラ映像の提供`,
    '',
    `事案番号　　　${input.caseNumber}`,
    `提供先　　　　${input.recipient}`,
    `指定した時間　${time(input.window.from)} から ${time(input.window.to)} まで`,
    `作成　　　　　${time(input.madeAt)}（時刻はすべて ${input.timeZone}）`,
    '',
    '■ 映像',
    ...input.footage.map(
      ({ file, label, from, to, frames }) =>
        `${file}　${label}　${time(from)} から ${time(to)} まで　${frames} コマ`,
    ),
    '映像は撮影されたままで、加工していません。途切れのある時間帯は、ファイルを分けています。',
    '実際に開けた範囲は約10秒単位のため、指定した時間の前後を少し含むことがあります。',
    '',
    '■ 改ざんがないことの確かめ方',
    '1. 辻番（Tsujiban）で確かめる：　npm run tsujiban -- verify このファイル',
    '   変わった箇所があれば、ファイル名・位置・カメラ・時刻を示します。インターネットは要りません。',
    '2. 手作業で確かめる（この zip を展開したフォルダーで）：',
    `   ${opensslLine}`,
    '   「Signature Verified Successfully」と出れば、manifest.json は署名されたときのままです。',
    '   続いて sha256sum footage/*.mp4 の値を、manifest.json の各ファイルの "sha256" と見比べます。',
    '   （Windows の PowerShell では Get-FileHash footage\\*.mp4）',
    '3. 鍵の指紋が、自治体が別の方法（書面・電話など）で知らせたものと同じかを確かめてください。',
    `   ${grouped(input.fingerprint)}`,
    '   指紋を比べない場合に分かるのは、この一式が互いに合っていることだけです。',
    '',
    '■ 中身',
    'footage/　　　　映像（MP4）',
    'manifest.json　目録：ファイルと断片ごとの SHA-256、カメラの時刻、事案、提供先、根拠条項',
    'manifest.sig　　目録への署名（Ed25519）',
    'public-key.txt　署名の公開鍵',
    'ledger/　　　　この提供が台帳に記録されていることの証明',
    '',
    'この映像は、承認された目的にだけ使い、目的が済んだら提供元の定めに従って返却または消去してください。',
  ])
}

export function readMeInEnglish(input: ReadMeInput): string {
  const time = timeIn(input.timeZone)
  return lines([
    `${input.issuer}: security camera footage handed over`,
    '',
    `Case            ${input.caseNumber}`,
    `Recipient       ${input.recipient}`,
    `Window asked    ${time(input.window.from)} to ${time(input.window.to)}`,
    `Made            ${time(input.madeAt)} (all times ${input.timeZone})`,
    '',
    'FOOTAGE',
    ...input.footage.map(
      ({ file, label, from, to, frames }) =>
        `${file}  ${label}  ${time(from)} to ${time(to)}  ${frames} frames`,
    ),
    'The pictures are as the camera sent them. Where footage is missing, a new file begins.',
    'Footage opens in pieces of about ten seconds, so it may begin and end a little outside the window asked.',
    '',
    'HOW TO CHECK THAT NOTHING WAS ALTERED',
    '1. With Tsujiban:  npm run tsujiban -- verify THIS-FILE',
    '   What was altered is named: file, position, camera and time. No Internet is needed.',
    '2. By hand, in the folder that this zip was unpacked into:',
    `   ${opensslLine}`,
    '   "Signature Verified Successfully" means that manifest.json is as it was signed.',
    '   Then compare what sha256sum footage/*.mp4 prints with each "sha256" in manifest.json.',
    '   (In PowerShell on Windows: Get-FileHash footage\\*.mp4)',
    '3. Compare the fingerprint of the key with the one that the municipality told you by another way.',
    `   ${grouped(input.fingerprint)}`,
    '   Without that, you only know that the parts of this bundle fit each other.',
    '',
    'CONTENTS',
    'footage/        footage (MP4)',
    'manifest.json   SHA-256 of every file and fragment, camera times, case, recipient, ground',
    'manifest.sig    signature of the manifest (Ed25519)',
    'public-key.txt  the public key of the signature',
    'ledger/         proof that this handing over stands in the ledger',
    '',
    'Use the footage for the approved purpose only; then return or erase it as the municipality requires.',
  ])
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\r\n`).join('')
}

function grouped(fingerprint: string): string {
  return fingerprint.replaceAll(/.{8}(?=.)/g, '$& ')
}

function timeIn(timeZone: string): (at: number) => string {
  return (at) =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime()
      .toString({ fractionalSecondDigits: 3 })
      .replace('T', ' ')
}
