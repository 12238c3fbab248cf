import { useState } from 'react'
import { useText } from '../messages/text.tsx'
import { useSession } from '../session/session.tsx'
import { Spinner } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNotice } from '../ui/problem.tsx'
import { useTask } from '../ui/use-task.ts'
import { type Official, useOfficials } from './use-officials.ts'

/** The sample's officials: one click signs in as one of them. */
export function OfficialButtons() {
  const { t, named } = useText()
  const { person, signIn } = useSession()
  const officials = useOfficials()
  const [next, setNext] = useState<string | null>(null)
  const change = useTask(async (official: Official) => {
    setNext(official.name)
    await signIn(official.name, official.passphrase)
  })
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-2">
        {officials.map((official) => {
          const current = person?.name === official.name
          return (
            <li key={official.name}>
              <button
                type="button"
                aria-pressed={current}
                disabled={change.busy}
                onClick={() => {
                  if (!current) change.run(official)
                }}
                className={`flex min-h-10 items-center gap-2 rounded-8 border-2 px-3 py-1 text-dns-16N-130 ${
                  current
                    ? 'border-solid-gray-900 bg-solid-gray-900 text-white'
                    : 'border-solid-gray-700 bg-white text-solid-gray-900 hover:bg-yellow-100 disabled:text-solid-gray-536'
                }`}
              >
                {change.busy && next === official.name ? (
                  <Spinner />
                ) : (
                  <Icon name={current ? 'check' : 'people'} size={18} />
                )}
                <span>
                  {t('sample.official', {
                    name: official.name,
                    role: named(`role.${official.role}`) ?? official.role,
                  })}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      <ProblemNotice problem={change.problem} />
    </div>
  )
}
