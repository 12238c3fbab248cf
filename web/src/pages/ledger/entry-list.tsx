import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiProblem, call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { asProblem } from '../../ui/use-query.ts'
import { type EntryGroup, entryGroups, lookOf } from './entry-groups.ts'
import { type Entry, sentenceOf } from './entry-words.ts'

const pageSize = 100

/** Entries newest first. Reading is itself entered, so nothing is asked for but on a click. */
export function EntryList() {
  const { t, language } = useText()
  const [entries, setEntries] = useState<readonly Entry[] | null>(null)
  const [more, setMore] = useState(true)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [group, setGroup] = useState<EntryGroup | 'all'>('all')
  const asked = useRef(false)

  const load = useCallback(async (before: number | undefined): Promise<void> => {
    setBusy(true)
    try {
      const page = await call('GET /api/ledger', {
        query: { limit: pageSize, ...(before === undefined ? {} : { before }) },
      })
      setEntries((was) => (before === undefined ? page.entries : [...(was ?? []), ...page.entries]))
      setMore(page.entries.length === pageSize)
      setProblem(null)
    } catch (cause) {
      setProblem(asProblem(cause))
    } finally {
      setBusy(false)
    }
  }, [])
  useEffect(() => {
    // once a visit: development mounts twice, and every reading is entered
    if (asked.current) return
    asked.current = true
    void load(undefined)
  }, [load])

  const shown = (entries ?? []).filter((entry) => group === 'all' || lookOf(entry.kind)[0] === group)
  const byDay = groupByDay(shown, useDayOf())
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="w-72">
          <SelectField
            label={t('ledger.filter')}
            value={group}
            onChange={(event) => setGroup(event.target.value as EntryGroup | 'all')}
          >
            {(['all', ...entryGroups] as const).map((one) => (
              <option key={one} value={one}>
                {t(`ledger.group.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
        <Button kind="outline" icon="refresh" busy={busy} onClick={() => void load(undefined)}>
          {t('ledger.reload')}
        </Button>
      </div>
      <ProblemNotice problem={problem} />
      {entries === null ? (
        problem === null && <Loading />
      ) : shown.length === 0 ? (
        <p>{t('ledger.none')}</p>
      ) : (
        byDay.map(([day, list]) => (
          <section key={day} className="flex flex-col">
            <h2 className="border-b-2 border-solid-gray-420 pb-1 text-std-18B-160">{day}</h2>
            <ul>
              {list.map((entry) => (
                <EntryRow key={`${entry.seq}${language}`} entry={entry} />
              ))}
            </ul>
          </section>
        ))
      )}
      {entries !== null && more && (
        <div>
          <Button kind="outline" busy={busy} onClick={() => void load(entries.at(-1)?.seq)}>
            {t('ledger.more')}
          </Button>
        </div>
      )}
    </>
  )
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const text = useText()
  const { t, named, clauses, format } = text
  const [, icon] = lookOf(entry.kind)
  return (
    <li className="grid grid-cols-[5.5rem_1.75rem_1fr] gap-x-3 border-b border-solid-gray-200 py-3">
      <span className="text-solid-gray-800 nums">{format.time(entry.at)}</span>
      <Icon name={icon} size={22} className="mt-0.5 text-key-900" />
      <div>
        <p className="text-solid-gray-900">{sentenceOf(entry, text)}</p>
        <p className="flex flex-wrap gap-x-4 text-solid-gray-700">
          <span>
            {entry.actor === '' || entry.role === 'system'
              ? t('ledger.system')
              : t('ledger.actor', { name: entry.actor, role: named(`role.${entry.role}`) ?? entry.role })}
          </span>
          {entry.clauses.length > 0 && <span>{clauses(entry.clauses)}</span>}
          {entry.caseNumber !== null && (
            <span className="nums">{t('ledger.case', { number: entry.caseNumber })}</span>
          )}
          {entry.camera !== null && <span>{entry.camera}</span>}
          <span className="text-solid-gray-600 nums">{t('ledger.seq', { seq: entry.seq })}</span>
        </p>
      </div>
    </li>
  )
}

function useDayOf(): (entry: Entry) => string {
  const { format } = useText()
  return (entry) => format.dateTime(entry.at).split(' ').slice(0, -1).join(' ')
}

function groupByDay(
  entries: readonly Entry[],
  dayOf: (entry: Entry) => string,
): readonly (readonly [day: string, entries: readonly Entry[]])[] {
  const days: [string, Entry[]][] = []
  for (const entry of entries) {
    const day = dayOf(entry)
    const last = days.at(-1)
    if (last !== undefined && last[0] === day) last[1].push(entry)
    else days.push([day, [entry]])
  }
  return days
}
