import { cameraLabels } from '../../acts/case-views.ts'
import { enterEvidence } from '../../acts/enter-evidence.ts'
import { guidelineToday, officeViews } from '../../acts/guideline-views.ts'
import { setOfficeValue } from '../../acts/set-office-value.ts'
import { mayEnterForOffice, mayManage } from '../../domain/casework/operators.ts'
import { officePaths } from '../../domain/decide/office-paths.ts'
import { roleTitle } from '../../domain/decide/subject.ts'
import { articlesOf } from '../../domain/guideline/articles.ts'
import type { CameraId, LocalDay } from '../../domain/ids.ts'
import { type Handlers, settled, signedIn } from '../router.ts'

export const guidelineRoutes = {
  'GET /api/guideline': async (call) => {
    const { context, actor } = await signedIn(call)
    const { pack } = context
    const { lang } = call.query
    const [today, set, labels] = await Promise.all([
      guidelineToday(context),
      officeViews(context),
      cameraLabels(context),
    ])
    const articles = articlesOf(pack, lang)
    const status = pack.values['adoption.status']
    return {
      id: pack.id,
      title: pack.title,
      since: pack.since === 'unknown' ? null : pack.since,
      draft: status?.is === 'stated' && status.value === 'draft',
      articles: today.articles.map(({ clause, state, parts, duties, uses, evidence }, index) => {
        const article = articles[index]
        return {
          clause,
          state,
          duties,
          uses: uses.map(({ kind, count, lastAt, lastSeq }) => ({ kind, count, lastAt, lastSeq })),
          evidence,
          says: article?.says ?? '',
          how: article?.how ?? [],
          force: article?.force ?? 'must',
          readings: article?.readings ?? null,
          asks: article?.asks ?? null,
          remark: article?.remark ?? null,
          parts: parts.map(({ name, state: own }) => {
            const part = article?.parts.find((one) => one.name === name)
            return { name, state: own, title: part?.title ?? name, facts: part?.facts ?? [] }
          }),
        }
      }),
      office: officePaths(pack).map(({ path, ja, type }) => {
        const value = set.find((one) => one.path === path)
        return {
          path,
          label: ja,
          type: type as 'role' | 'span' | 'text' | 'days' | 'flag',
          value: value === undefined ? null : shown(value.value),
          decidedOn: value?.decidedOn ?? null,
          decidedBy: value?.decidedBy ?? null,
        }
      }),
      roles: pack.roles.map(({ id }) => ({ id, label: roleTitle(pack, id) })),
      cameras: [...labels].map(([id, label]) => ({ id, label })),
      may: {
        enter: mayEnterForOffice(pack, actor.role).kind !== 'refused',
        set: mayManage(pack, actor.role).kind !== 'refused',
      },
    }
  },

  'POST /api/guideline/evidence': async (call) => {
    const { context, actor } = await signedIn(call)
    const { camera, doneOn, ...rest } = call.body
    const input = { ...rest, camera: camera as CameraId | null, doneOn: doneOn as LocalDay }
    return { id: settled(await enterEvidence(context, actor, input)) }
  },

  'POST /api/guideline/office-values': async (call) => {
    const { context, actor } = await signedIn(call)
    const { decidedOn, ...rest } = call.body
    settled(await setOfficeValue(context, actor, { ...rest, decidedOn: decidedOn as LocalDay }))
    return {}
  },
} satisfies Partial<Handlers>

/** A stored value as people read it. */
function shown(json: string): string {
  const value: unknown = JSON.parse(json)
  if (Array.isArray(value)) return value.map(String).join('、')
  return typeof value === 'string' ? value : json
}
