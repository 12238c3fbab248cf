import { dataClasses, places, purposes, requesterKinds } from './vocabulary.ts'

/** What kind of thing a value is. */
export type ValueType =
  | { readonly is: 'span' }
  | { readonly is: 'count'; readonly unit: string }
  | { readonly is: 'flag' }
  | { readonly is: 'text' }
  | { readonly is: 'texts' }
  | { readonly is: 'pixels' }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'choices'; readonly of: readonly string[] }

/**
 * Which of two values binds more: `less` and `more` of a quantity; `first` of the choices as they are listed; `subset` and `superset` of a
 * list; `true` or `false` of a flag; `none` where neither is stricter.
 */
export type Tighter = 'less' | 'more' | 'first' | 'subset' | 'superset' | 'true' | 'false' | 'none'

export type Dimension = {
  readonly path: string
  readonly ja: string
  readonly en: string
  readonly type: ValueType
  readonly tighter: Tighter
}

const span: ValueType = { is: 'span' }
const flag: ValueType = { is: 'flag' }
const text: ValueType = { is: 'text' }
const texts: ValueType = { is: 'texts' }
const pixels: ValueType = { is: 'pixels' }
const count = (unit: string): ValueType => ({ is: 'count', unit })
const choice = (...of: readonly string[]): ValueType => ({ is: 'choice', of })
const choices = (of: readonly string[]): ValueType => ({ is: 'choices', of })

function dimension(
  path: string,
  ja: string,
  en: string,
  type: ValueType,
  tighter: Tighter = 'none',
): Dimension {
  return { path, ja, en, type, tighter }
}

/** Every value that an instrument can state, by its path; the language's one list (docs/ref/pack.md prints it). */
export const dimensions: readonly Dimension[] = [
  dimension('adoption.status', '制定の状態', 'state of adoption', choice('adopted', 'draft')),
  dimension('adoption.legalBasis', '根拠となる条例・規程', 'legal basis', texts),
  dimension('adoption.otherLaw', 'あわせて守る法令', 'law that applies besides', texts),
  dimension('adoption.aim', '目的・趣旨', 'aim', text),
  dimension('adoption.further', '細目を定める方法', 'where further matters are set', text),

  dimension(
    'scope.purposeTest',
    '目的の要件',
    'purpose test',
    choice('sole', 'main', 'includingSecondary', 'byEffect'),
  ),
  dimension('scope.places', '対象となる場所', 'places in scope', choices(places)),
  dimension(
    'scope.functions',
    '対象となる機能',
    'functions in scope',
    choices(['monitor', 'recorder', 'extraction', 'transmission']),
  ),
  dimension(
    'scope.permanence',
    '設置の継続性',
    'permanence',
    choice('fixed', 'leastTime', 'temporary', 'mobile'),
  ),
  dimension('scope.leastStanding', '継続設置とみなす期間', 'least time standing', span),
  dimension('scope.protects', '守られる者', 'protected subjects', choices(['person', 'corporation'])),
  dimension('scope.dataClasses', '対象となる情報', 'classes of data', choices(dataClasses)),
  dimension(
    'scope.identifiable',
    '個人情報として扱う範囲',
    'what counts as identifying a person',
    choice('allFootage', 'whereIdentifiable'),
  ),
  dimension('scope.organs', '内部とみなす機関', 'organs that count as inside', texts),

  dimension('purposes.installation', '設置目的', 'purposes of installation', choices(purposes), 'subset'),

  dimension(
    'people.substitutes',
    '職務の代行',
    'acting for the manager',
    choice('none', 'namedBeforehand', 'byRule'),
  ),
  dimension('people.managerPost', '管理者となる職', 'post of the manager', text),
  dimension(
    'people.managerException',
    '別の者を管理者にする場合',
    'another person as manager',
    choice('never', 'byDecision'),
  ),
  dimension(
    'people.operators',
    '取扱者を置くこと',
    'having operators',
    choice('required', 'asNeeded', 'optional'),
  ),
  dimension(
    'people.oneInTwoRoles',
    '一人が二つの役を兼ねること',
    'one person in two roles',
    choice('forbidden', 'allowed'),
    'first',
  ),
  dimension('people.secrecy', '守秘の範囲', 'secrecy', choice('afterLeaving', 'whileServing', 'unlimited')),
  dimension('people.contractors', '委託', 'contractors', choice('forbidden', 'onTerms', 'allowed'), 'first'),
  dimension(
    'people.subcontracting',
    '再委託',
    'subcontracting',
    choice('forbidden', 'onApproval', 'allowed'),
    'first',
  ),
  dimension('people.leastPresent', '立ち会う最少の人数', 'least number present', count('人'), 'more'),

  dimension(
    'install.plan',
    '場所・台数・範囲の検討',
    'weighing place, number and range',
    choice('required', 'advised'),
    'first',
  ),
  dimension(
    'install.range',
    '撮影範囲',
    'range filmed',
    choice('publicSpaceAndLeast', 'leastNeeded', 'asNeeded'),
    'first',
  ),
  dimension(
    'install.privateSpace',
    '私的空間の映り込み',
    'private space in view',
    choice('forbidden', 'masked', 'avoided', 'allowed'),
    'first',
  ),
  dimension('install.camerasAtMost', '設置台数の上限', 'most cameras', count('台'), 'less'),
  dimension('install.basedOn', '設置場所の根拠とする情報', 'information places rest on', text),
  dimension(
    'install.steering',
    '首振り・望遠',
    'pan, tilt and zoom',
    choice('forbidden', 'presetOnly', 'allowed'),
    'first',
  ),
  dimension('install.pixelsAtMost', '画素数の上限', 'most pixels', pixels, 'less'),
  dimension('install.pixelsAtLeast', '画素数の下限', 'least pixels', pixels, 'more'),
  dimension('install.intervalSeconds', '撮影の間隔', 'interval between pictures', count('秒')),
  dimension('install.temporaryAtMost', '臨時設置の期間', 'longest temporary installation', span, 'less'),
  dimension('install.renewalsAtMost', '臨時設置の更新の回数', 'most renewals', count('回'), 'less'),
  dimension(
    'install.lending',
    '貸出し',
    'lending cameras',
    choice('forbidden', 'onTerms', 'allowed'),
    'first',
  ),
  dimension(
    'install.citizenRequests',
    '市民からの設置要望',
    'requests from citizens',
    choice('notTaken', 'considered', 'right'),
  ),

  dimension('sign.text', '表示の文言', 'wording of the sign', text),
  dimension(
    'sign.place',
    '表示の位置',
    'place of the sign',
    choice('seenFromArea', 'insideArea', 'atCameraOrInArea', 'onRoad'),
  ),
  dimension(
    'publication.places',
    '設置場所の公表',
    'publishing places',
    choice('public', 'residents', 'countsOnly', 'suppressed'),
  ),
  dimension('publication.instrument', '要綱の公表', 'publishing the instrument', flag),
  dimension(
    'publication.use',
    '運用状況の公表',
    'publishing how cameras are used',
    choice('public', 'toCouncil', 'none'),
  ),
  dimension('publication.useEvery', '運用状況を公表する周期', 'how often use is published', span, 'less'),

  dimension(
    'operation.hours',
    '稼働時間',
    'hours',
    choice('always', 'alwaysInPrinciple', 'setHours', 'whenNeeded'),
  ),
  dimension(
    'operation.display',
    'モニター設備',
    'display equipment',
    choice('none', 'namedPlace', 'outOfSight', 'allowed'),
    'first',
  ),
  dimension('operation.place', '表示・記録装置の場所', 'place of displays and recorders', text),
  dimension(
    'operation.storage',
    '記録媒体の保管',
    'keeping of media',
    choice('cabinetInLockedRoom', 'lockedRoomOrCabinet', 'lockedOrFit', 'managed'),
    'first',
  ),
  dimension(
    'operation.storageException',
    '保管場所の例外',
    'exception to the place',
    choice('never', 'headDecides'),
    'first',
  ),
  dimension(
    'operation.entry',
    '保管場所への立入り',
    'entry to the storage place',
    choice('rolesOnly', 'rolesAndPermitted', 'free'),
    'first',
  ),
  dimension(
    'operation.takingOut',
    '持ち出し',
    'taking out',
    choice('forbidden', 'groundOnly', 'withPermission', 'allowed'),
    'first',
  ),
  dimension(
    'operation.transfer',
    '転送・遠隔',
    'sending out and remote viewing',
    choice('forbidden', 'groundOnly', 'allowed'),
    'first',
  ),
  dimension(
    'operation.copying',
    '複製',
    'copying',
    choice('forbidden', 'groundOnly', 'purposeOrGround', 'allowed'),
    'first',
  ),
  dimension(
    'operation.editing',
    '加工・編集',
    'editing',
    choice('forbidden', 'groundOnly', 'maskingOnly', 'allowed'),
    'first',
  ),
  dimension(
    'operation.passwords',
    'パスワードの設定',
    'passwords',
    choice('required', 'whereNetworked'),
    'first',
  ),
  dimension('operation.passwordEvery', 'パスワードを変える周期', 'how often passwords change', span, 'less'),
  dimension(
    'operation.network',
    '通信の安全措置',
    'measures on networks',
    choice('offline', 'protected', 'free'),
    'first',
  ),
  dimension('operation.terminal', '専用端末', 'dedicated terminal', choice('required', 'allowed', 'none')),
  dimension('operation.terminalPlace', '専用端末の場所', 'place of the terminal', text),
  dimension(
    'operation.sound',
    '音声',
    'sound',
    choice('forbidden', 'inDefinitionOnly', 'onDecision', 'allowed'),
    'first',
  ),
  dimension(
    'operation.analysis',
    '顔認識などの分析',
    'face recognition and other analysis',
    choice('forbidden', 'listed', 'allowed'),
    'first',
  ),
  dimension('operation.inspectionEvery', '点検の周期', 'how often cameras are inspected', span, 'less'),
  dimension(
    'operation.inspectionWhen',
    '点検の機会',
    'occasion of inspection',
    choice('regularly', 'asOccasionDemands', 'byUse'),
  ),
  dimension(
    'operation.reviewEvery',
    '管理状況を確認する周期',
    'how often management is reviewed',
    span,
    'less',
  ),
  dimension('operation.trainingEvery', '研修の周期', 'how often people are trained', span, 'less'),
  dimension('operation.insurance', '保険', 'insurance', flag, 'true'),
  dimension(
    'operation.accuracy',
    '正確な記録',
    'accurate recording',
    choice('always', 'strivenFor'),
    'first',
  ),

  dimension(
    'live.watching',
    '常時の監視',
    'watching live',
    choice('forbidden', 'listedCases', 'forPurpose', 'notConstant', 'constant'),
    'first',
  ),

  dimension('retention.period', '保存期間', 'period kept', span, 'less'),
  dimension('retention.least', '保存期間の下限', 'least period kept', span, 'more'),
  dimension('retention.tolerance', '「おおむね」の幅', 'how far "about" may stray', span, 'less'),
  dimension('retention.soundPeriod', '音声の保存期間', 'period sound is kept', span, 'less'),
  dimension(
    'retention.overwriteCounts',
    '上書きするまでを保存期間とすること',
    'the time until overwriting is the period',
    flag,
    'true',
  ),
  dimension(
    'retention.longer',
    '保存期間の別の定め',
    'another period',
    choice('forbidden', 'byGround', 'reasonAndPeriod', 'managerDecides', 'headDecides'),
    'first',
  ),
  dimension(
    'retention.erasureDue',
    '期間後の消去の時期',
    'when expired footage is erased',
    choice('withoutDelay', 'onDay'),
  ),
  dimension(
    'retention.erasureBy',
    '消去の方法',
    'how footage is erased',
    choices(['overwrite', 'sureErasure', 'keyDestruction', 'destroyMedium']),
  ),
  dimension(
    'retention.mediaBy',
    '媒体の廃棄の方法',
    'how media are destroyed',
    choices(['crush', 'cut', 'erase', 'other']),
  ),
  dimension('retention.registers', '帳簿の保存期間', 'how long registers are kept', span, 'more'),

  dimension(
    'use.offPurpose',
    '目的外の利用',
    'use beyond the purpose',
    choice('forbidden', 'byGround', 'allowed'),
    'first',
  ),
  dimension(
    'use.withinPurpose',
    '目的内の利用',
    'use within the purpose',
    choice('byGround', 'whereNeeded', 'free'),
    'first',
  ),
  dimension('use.recipients', '提供できる相手', 'who may receive footage', choices(requesterKinds), 'subset'),
  dimension('use.decisionWithin', '決定までの期間', 'time for a decision', span, 'less'),
  dimension('use.partGrant', '一部の承諾', 'granting a part', flag),
  dimension(
    'use.limitToDepartment',
    '利用部局の限定',
    'limiting use to a department',
    choice('always', 'whereNeeded', 'never'),
    'first',
  ),
  dimension('use.returnWithin', '返却までの期間', 'time until copies come back', span, 'less'),
  dimension(
    'use.ownAccess',
    '本人の開示',
    "a person's own access",
    choice('right', 'effort', 'byLaw', 'none'),
  ),
  dimension(
    'use.publicRelease',
    '画像の公開',
    'showing footage to the public',
    choice('forbidden', 'listedCases', 'allowed'),
    'first',
  ),

  dimension('complaints.answerWithin', '苦情への回答の期間', 'time to answer complaints', span, 'less'),
  dimension('complaints.covers', '苦情の対象', 'what complaints cover', choices(['complaints', 'inquiries'])),
  dimension('reports.toHeadEvery', '長への報告の周期', 'how often the head is reported to', span, 'less'),
  dimension(
    'enforcement.steps',
    '是正の手段',
    'enforcement',
    choices(['guide', 'recommend', 'order', 'publish', 'fine']),
  ),
  dimension('subsidy.offered', '設置費の助成', 'subsidy', choice('partOfCost', 'wholeCost', 'none')),
  dimension('subsidy.ratePercent', '補助率', 'rate of subsidy', count('％'), 'less'),
  dimension('subsidy.capYen', '補助の上限額', 'most subsidy', count('円'), 'less'),
  dimension('subsidy.rules', '助成の規程', 'rules on subsidy', text),
]

const byPath = new Map(dimensions.map((one) => [one.path, one]))

export function dimensionOf(path: string): Dimension | undefined {
  return byPath.get(path)
}
