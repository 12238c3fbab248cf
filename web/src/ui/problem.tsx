import { Link } from 'react-router'
import type { ApiProblem } from '../api.ts'
import type { Params } from '../messages/catalogue.ts'
import { useText } from '../messages/text.tsx'
import { Notice } from './notice.tsx'

/** What is missing can be entered on the guideline page. */
const enteredThere: ReadonlySet<string> = new Set([
  'test-open',
  'consent-missing',
  'notice-missing',
  'supplement-missing',
  'sign-missing',
  'measure-missing',
  'filing-missing',
  'document-missing',
])

/** Steps towards a camera are entered there too; those of a case on the case's own page. */
const ofCameras: ReadonlySet<string> = new Set(['decision-missing', 'instruction-missing'])

/** A refusal with its clause and the next step, or a fault in words. */
export function ProblemNotice({
  problem,
  ofCamera = false,
}: {
  readonly problem: ApiProblem | null
  readonly ofCamera?: boolean
}) {
  const { t, named, clauses, format } = useText()
  if (problem === null) return null
  const wantedRoles = (ids = ''): string =>
    ids
      .split(',')
      .map((id) => named(`role.${id}`) ?? id)
      .join(t('comma'))
  const said = problem.problem
  if (said.kind === 'refused') {
    // missing things of several kinds are told under none of them
    const several =
      ofCamera && said.params['missing'] !== undefined && said.params['missing'] !== said.params['title']
    const reason = several
      ? t('refused.severalMissing', said.params)
      : (named(`refused.${said.reason}`, said.params) ?? t('refused.other'))
    const step = ofCamera && ofCameras.has(said.reason)
    const next = several
      ? t('refused.severalMissing.next')
      : step
        ? t('refused.judgedThere')
        : said.reason === 'role-not-permitted' && wantedRoles(said.params['wanted']) !== ''
          ? t('refused.askRole', { wanted: wantedRoles(said.params['wanted']) })
          : (named(`refused.${said.reason}.next`, said.params) ?? t('refused.next'))
    return (
      <Notice
        tone="error"
        live
        title={
          said.clauses.length === 0
            ? t('refused.title')
            : t('refused.titleWithClause', { clause: clauses(said.clauses) })
        }
      >
        <p>{reason}</p>
        <p>{next}</p>
        <p className="text-solid-gray-700">{t('refused.entered')}</p>
        {(several || step || enteredThere.has(said.reason)) && (
          <p>
            <Link
              to={said.reason === 'supplement-missing' ? '/guideline?tab=office' : '/guideline'}
              className="link"
            >
              {t('refused.toGuideline')}
            </Link>
          </p>
        )}
      </Notice>
    )
  }
  const params = inBytes(said.params, format.bytes)
  const words = named(`fault.${said.code}`, params)
  const next = named(`fault.${said.code}.next`, params)
  return (
    <Notice tone="error" live title={words ?? t('fault.other')}>
      {next !== null && <p>{next}</p>}
      {words === null && <p className="text-solid-gray-700">{t('fault.code', { code: said.code })}</p>}
    </Notice>
  )
}

/** Amounts of disk space come as numbers of bytes. */
function inBytes(params: Readonly<Record<string, string>>, write: (bytes: number) => string): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      (name === 'needed' || name === 'available') && /^\d+$/.test(value) ? write(Number(value)) : value,
    ]),
  )
}
