import {
  actorParties,
  channels,
  dataClasses,
  eventKinds,
  installers,
  places,
  purposes,
  requestBases,
  requestBy,
  shownThings,
} from '../pack/vocabulary.ts'

/** A fact that conditions may look at and questions may give. */
export type Fact = {
  readonly path: string
  readonly type:
    | 'choice'
    | 'choices'
    | 'flag'
    | 'number'
    | 'text'
    | 'duration'
    | 'pixels'
    | 'id'
    | 'ids'
    | 'day'
  readonly values?: readonly string[]
  readonly ja: string
  readonly en: string
}

function fact(path: string, type: Fact['type'], ja: string, en: string, values?: readonly string[]): Fact {
  return { path, type, ja, en, ...(values && { values }) }
}

/** Every fact of the language; conditions look at no others but those below a prefix of `factFamilies`. */
export const facts: readonly Fact[] = [
  fact('actor.role', 'id', '行う人の役', "the actor's role"),
  fact('actor.substitute', 'flag', '職務代行として行うか', 'acts as a substitute'),
  fact('actor.pledged', 'flag', '誓約が済んでいるか', 'has pledged'),
  fact('actor.of', 'choice', '行う人の所属', "the actor's party", actorParties),
  fact('present', 'number', '立ち会う人数', 'people present'),
  fact('camera.installer', 'choice', '設置主体', 'who installs', installers),
  fact('camera.class', 'choice', '要綱の拘束（義務・助言）', 'how the instrument binds', [
    'mandatory',
    'advisory',
  ]),
  fact('camera.place', 'choice', '設置場所の種類', 'kind of place', places),
  fact('camera.purposes', 'choices', '設置目的', 'purposes', purposes),
  fact('camera.sole', 'flag', 'その目的だけのためか', 'for that purpose alone'),
  fact('camera.recorder', 'flag', '録画機能', 'records'),
  fact('camera.monitor', 'flag', 'モニター', 'has a display'),
  fact('camera.sound', 'flag', '音声を録るか', 'takes sound'),
  fact('camera.fixed', 'flag', '固定設置か', 'fixed'),
  fact('camera.count', 'number', 'その場所の台数', 'cameras of that place'),
  fact('camera.duration', 'duration', '設置しておく期間', 'how long it stands'),
  fact('camera.shows', 'choices', '映るもの', 'what it shows', shownThings),
  fact('camera.pixels', 'pixels', '画素数（横x縦）', 'pixels'),
  fact('camera.intervalSeconds', 'number', '撮影間隔（秒）', 'seconds between pictures'),
  fact('request.by', 'choice', '求める者', 'who asks', requestBy),
  fact('request.purpose', 'choice', '目的内か目的外か', 'within or beyond the purpose', ['within', 'beyond']),
  fact('request.basis', 'choice', '求める根拠', 'what it rests on', requestBases),
  fact('request.law', 'text', '根拠法令', 'law named'),
  fact('request.documents', 'ids', '出された書類（種類又は書類のid）', 'papers handed in, by kind or id'),
  fact('request.channel', 'choice', '申出の方法', 'how it was asked', channels),
  fact('request.identityChecked', 'flag', '相手の身分を確かめたか', 'identity checked'),
  fact('request.urgent', 'flag', '急ぐと述べられたか', 'said to be urgent'),
  fact('request.outOfHours', 'flag', '夜間・休日などか', 'outside office hours'),
  fact('footage.class', 'choice', '情報の種類', 'class of data', dataClasses),
  fact('event.basis', 'choice', 'できごとの根拠', 'what the event rests on', requestBases),
  fact('planned.installOn', 'day', '設置の予定日', 'planned day of installation'),
  ...eventKinds.map((kind) =>
    fact(`events.${kind}`, 'flag', `「${kind}」があったか`, `${kind} has happened`),
  ),
]

/** Facts whose last word is the pack's or the office's own: attributes of cameras, answers, values set by the office, duties done. */
export const factFamilies = ['camera.attrs.', 'answers.', 'supplement.', 'done.'] as const

const byPath = new Map(facts.map((one) => [one.path, one]))

export function factOf(path: string): Fact | undefined {
  return byPath.get(path)
}

export function isFactPath(path: string): boolean {
  return (
    byPath.has(path) || factFamilies.some((prefix) => path.startsWith(prefix) && path.length > prefix.length)
  )
}
