/** The closed lists of the language in words: what a clerk reads where a pack holds an identifier. */
import type { Owed } from '../pack/rules.ts'
import type {
  Act,
  Approximation,
  actorParties,
  ChainStep,
  Counting,
  channels,
  DataClass,
  DocumentKind,
  DutyKind,
  EventKind,
  Force,
  installers,
  NeedKind,
  Purpose,
  places,
  RequesterKind,
  requestBases,
  SubstitutionCause,
  shownThings,
  TaskKind,
} from '../pack/vocabulary.ts'

export type Language = 'ja' | 'en'
export type Words = Readonly<Record<Language, string>>
export type WordsOf<K extends string> = Readonly<Record<K, Words>>

const w = (ja: string, en: string): Words => ({ ja, en })

export const forceWords: WordsOf<Force> = {
  must: w('しなければならない', 'must'),
  mustNot: w('してはならない', 'must not'),
  should: w('努める', 'should'),
  may: w('できる', 'may'),
}

export const owedWords: WordsOf<Owed> = {
  enforced: w('守らせる', 'enforced'),
  tracked: w('期限を管理する', 'tracked'),
  recorded: w('記録して示す', 'recorded'),
  issued: w('書類や表示を作る', 'issued'),
}

export const approximationWords: WordsOf<Approximation> = {
  exact: w('', ''),
  atMost: w('以内', 'at most'),
  about: w('おおむね', 'about'),
  inPrinciple: w('原則', 'in principle'),
  atLeast: w('以上', 'at least'),
}

export const countingWords: WordsOf<Counting> = {
  recordingDay: w('録画した日を1日目とする', 'the day of recording is the first'),
  eventDay: w('その日を1日目とする', 'that day is the first'),
  nextDay: w('次の日を1日目とする', 'the day after is the first'),
  nextFiscalYear: w('次の年度から数える', 'counted from the next fiscal year'),
}

export const actWords: WordsOf<Act> = {
  install: w('設置', 'installing'),
  add: w('増設', 'adding a camera'),
  'go-live': w('運用の開始', 'going live'),
  change: w('変更', 'changing'),
  move: w('移設', 'moving'),
  remove: w('撤去', 'removing'),
  record: w('録画', 'recording'),
  stop: w('停止', 'stopping'),
  'watch-live': w('現在の映像の視聴', 'watching live'),
  search: w('検索', 'searching'),
  view: w('再生・閲覧', 'viewing'),
  retrieve: w('取り出し', 'retrieving'),
  copy: w('複製', 'copying'),
  provide: w('提供', 'providing'),
  publish: w('公開', 'publishing'),
  'take-out': w('持ち出し', 'taking out'),
  extend: w('保存の延長', 'keeping longer'),
  erase: w('消去', 'erasing'),
  edit: w('加工・編集', 'editing'),
  steer: w('首振り・望遠', 'steering'),
  analyse: w('分析', 'analysing'),
  'record-sound': w('録音', 'recording sound'),
  appoint: w('選任', 'appointing'),
  delegate: w('委託', 'delegating'),
  lend: w('貸出し', 'lending'),
  'access-own': w('本人への開示', "a person's own access"),
  attend: w('立会い', 'attending'),
}

export const installerWords: WordsOf<(typeof installers)[number]> = {
  municipality: w('市町村', 'the municipality'),
  involved: w('市町村が関わる者', 'somebody with the municipality involved'),
  association: w('自治会・商店会など', 'an association'),
  business: w('事業者', 'a business'),
  person: w('個人', 'a person'),
  other: w('そのほかの者', 'others'),
}

export const placeWords: WordsOf<(typeof places)[number]> = {
  publicRoad: w('道路', 'public road'),
  publicSquare: w('広場', 'public square'),
  park: w('公園', 'park'),
  school: w('学校', 'school'),
  publicFacility: w('公共施設', 'public facility'),
  carPark: w('駐車場', 'car park'),
  bicyclePark: w('駐輪場', 'bicycle park'),
  shop: w('店舗', 'shop'),
  home: w('住宅', 'home'),
  vehicle: w('車両', 'vehicle'),
  river: w('河川', 'river'),
  wasteSite: w('ごみ集積所・不法投棄の場所', 'waste site'),
  other: w('そのほかの場所', 'another place'),
}

export const purposeWords: WordsOf<Purpose> = {
  crimePrevention: w('犯罪の予防', 'crime prevention'),
  accidentPrevention: w('事故の防止', 'accident prevention'),
  disaster: w('災害への対応', 'disaster'),
  facilityManagement: w('施設の管理', 'facility management'),
  guarding: w('警備', 'guarding'),
  traffic: w('交通', 'traffic'),
  dumping: w('不法投棄の防止', 'dumping'),
  environment: w('環境', 'environment'),
  staffProtection: w('職員の保護', 'protection of staff'),
  statistics: w('統計', 'statistics'),
  other: w('そのほか', 'other'),
}

export const requesterWords: WordsOf<RequesterKind | 'none'> = {
  police: w('警察', 'police'),
  prosecutor: w('検察', 'prosecutor'),
  court: w('裁判所', 'court'),
  otherInvestigator: w('そのほかの捜査機関', 'another investigator'),
  administrativeBody: w('ほかの行政機関', 'another administrative body'),
  ownOrgan: w('市町村のほかの部局', 'an organ of the municipality'),
  lawyer: w('弁護士', 'lawyer'),
  dataSubject: w('映っている本人', 'the person shown'),
  guardian: w('保護者', 'guardian'),
  victim: w('被害者', 'victim'),
  resident: w('住民', 'resident'),
  association: w('自治会など', 'association'),
  press: w('報道機関', 'press'),
  researcher: w('研究者', 'researcher'),
  contractor: w('委託先', 'contractor'),
  other: w('そのほかの者', 'others'),
  none: w('市町村自身（外からの求めなし）', 'the municipality itself'),
}

export const basisWords: WordsOf<(typeof requestBases)[number]> = {
  law: w('法令', 'law'),
  order: w('命令・令状', 'order or warrant'),
  officialInquiry: w('法令に基づく照会', 'official inquiry'),
  request: w('依頼', 'request'),
  consent: w('本人の同意', 'consent'),
  danger: w('生命・身体・財産の危険', 'danger'),
  statistics: w('統計', 'statistics'),
  research: w('研究', 'research'),
  personBenefit: w('本人の利益', "the person's own good"),
  headDecision: w('長の決定', 'decision of the head'),
  managerDecision: w('管理者の決定', 'decision of the manager'),
  none: w('根拠の主張なし', 'none claimed'),
}

export const channelWords: WordsOf<(typeof channels)[number]> = {
  counter: w('窓口', 'at the counter'),
  post: w('郵送', 'by post'),
  phone: w('電話', 'by phone'),
  fax: w('ファクス', 'by fax'),
  online: w('オンライン', 'online'),
}

export const documentWords: WordsOf<DocumentKind> = {
  investigationInquiry: w('捜査関係事項照会書', 'investigation inquiry'),
  application: w('申請書', 'application'),
  useApplicationPledge: w('利用申請書兼誓約書', 'application for use with pledge'),
  consent: w('同意書', 'consent'),
  identity: w('身分を示すもの', 'proof of identity'),
  order: w('命令書・令状', 'order or warrant'),
  agreement: w('契約書・誓約書', 'agreement or pledge'),
  notice: w('通知', 'notice'),
  writtenRequest: w('文書による依頼', 'written request'),
}

export const dataClassWords: WordsOf<DataClass> = {
  live: w('現在の映像', 'live pictures'),
  recorded: w('録画', 'recorded footage'),
  copy: w('複製', 'copies'),
  still: w('静止画', 'stills'),
  print: w('印刷したもの', 'prints'),
  sound: w('音声', 'sound'),
  telemetry: w('運行・計測の記録', 'telemetry'),
}

export const stepWords: WordsOf<ChainStep> = {
  decide: w('決定', 'decides'),
  instruct: w('指示', 'instructs'),
  approve: w('承認', 'approves'),
  consent: w('同意', 'consents'),
  consult: w('協議', 'is consulted'),
  hear: w('意見の聴取', 'is heard'),
  vote: w('議決', 'votes'),
  name: w('指名', 'names'),
  waive: w('免除', 'waives'),
}

export const eventWords: WordsOf<EventKind> = {
  recorded: w('録画', 'recording'),
  searched: w('検索', 'a search'),
  copied: w('複製', 'a copy'),
  provided: w('提供', 'a provision'),
  used: w('利用', 'a use'),
  inquiryReceived: w('照会の受付', 'an inquiry received'),
  inquiryEnded: w('照会・調査の終わり', 'the end of the inquiry'),
  extended: w('延長の決定', 'an extension'),
  returned: w('返却', 'a return'),
  incident: w('事件・事故の発生', 'an incident'),
  judgedIrrelevant: w('要らないという判断', 'the finding that it is of no use'),
  judgedRelevant: w('要るという判断', 'the finding that it is needed'),
  installed: w('設置', 'the installation'),
  filed: w('届出', 'the filing'),
  notified: w('通知・周知', 'the notice'),
  published: w('公表', 'the publication'),
}

export const dutyWords: WordsOf<DutyKind> = {
  sign: w('表示', 'sign'),
  filing: w('届出', 'filing'),
  notice: w('周知・通知', 'notice'),
  consent: w('了解・同意', 'consent'),
  mask: w('映り込みの防止', 'mask'),
  measure: w('措置', 'measure'),
  rules: w('規程の作成', 'rules'),
  publication: w('公表', 'publication'),
  appointment: w('選任', 'appointment'),
  inspection: w('点検', 'inspection'),
  report: w('報告', 'report'),
  pledge: w('誓約', 'pledge'),
}

export const needWords: WordsOf<NeedKind> = {
  document: w('書類', 'paper'),
  test: w('人の判断', 'question for a person'),
  decision: w('決定', 'decision'),
  instruction: w('指示', 'instruction'),
  identity: w('身分の確認', 'proof of identity'),
  person: w('立会い', 'people present'),
  role: w('行う役', 'who acts'),
  consent: w('同意', 'consent'),
  notice: w('周知・通知', 'notice'),
  supplement: w('市町村の定め', "the office's own value"),
  sign: w('表示', 'sign'),
  measure: w('措置', 'measure'),
  filing: w('届出', 'filing'),
}

export const taskWords: WordsOf<TaskKind> = {
  record: w('記録', 'record'),
  report: w('報告', 'report'),
  form: w('様式', 'form'),
  notice: w('通知', 'notice'),
  filing: w('届出', 'filing'),
  hold: w('保管の延長', 'hold'),
  publication: w('公表', 'publication'),
  advice: w('助言', 'advice'),
}

export const causeWords: WordsOf<SubstitutionCause> = {
  unable: w('事故があるとき', 'unable to act'),
  vacant: w('欠けたとき', 'the post is vacant'),
}

export const shownWords: WordsOf<(typeof shownThings)[number]> = {
  person: w('人', 'people'),
  plate: w('車のナンバー', 'number plates'),
  corporation: w('法人', 'corporations'),
  privateSpace: w('私的な空間', 'private space'),
}

export const partyWords: WordsOf<(typeof actorParties)[number]> = {
  installer: w('設置者', 'the installer'),
  municipality: w('市町村', 'the municipality'),
  contractor: w('委託先', 'a contractor'),
  agency: w('捜査機関など', 'an agency'),
}
