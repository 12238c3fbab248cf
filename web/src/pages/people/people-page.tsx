import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import { wrapRoleKeyFor } from '../../keys/role-keys.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { Cell, Row, Table } from '../../ui/table.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { InviteDialog } from './invite-dialog.tsx'

type Person = Answer<'GET /api/people'>['people'][number]

export function PeoplePage() {
  const { t, named } = useText()
  const { data, problem, reload } = useQuery('GET /api/people', undefined, 10_000)
  const [inviting, setInviting] = useState(false)
  const { person: me } = useSession()
  const own = data?.people.find(({ id }) => id === me?.id)
  // in the order of the instrument's roles, the others as they were registered
  const place = (role: string): number => data?.roles.findIndex((one) => one.role === role) ?? 0
  const order = data?.people.toSorted((a, b) => place(a.role) - place(b.role)) ?? []
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        <Button icon="plus" onClick={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      }
    >
      <ProblemNotice problem={problem} />
      {data === null ? (
        problem === null && <Loading />
      ) : (
        <>
          <Table
            caption={t('people.title')}
            head={[t('people.name'), t('people.role'), t('people.state'), t('people.key')]}
          >
            {order.map((person) => (
              <Row key={person.id}>
                <Cell>
                  <span className="text-std-16B-170">{person.name}</span>
                  <span className="block text-solid-gray-700">{person.post}</span>
                </Cell>
                <Cell>{named(`role.${person.role}`) ?? person.role}</Cell>
                <Cell>
                  {person.state === 'enrolled' ? (
                    <Chip tone="green" icon="check">
                      {t('people.enrolled')}
                    </Chip>
                  ) : (
                    <Chip tone="yellow" icon="clock">
                      {t('people.invited')}
                    </Chip>
                  )}
                </Cell>
                <Cell>
                  <KeyState person={person} held={own?.holdsRoleKey === true} onChanged={reload} />
                </Cell>
              </Row>
            ))}
          </Table>
          {own?.mayHoldRoleKey === true && !own.holdsRoleKey && (
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-12 bg-solid-gray-50 p-5">
              <p className="min-w-0 flex-1 basis-96">{t('people.recoverText')}</p>
              <ButtonLink to="/people/recovery" kind="outline" icon="key">
                {t('people.recover')}
              </ButtonLink>
            </div>
          )}
        </>
      )}
      {inviting && (
        <InviteDialog
          roles={data?.roles ?? []}
          onClose={() => {
            setInviting(false)
            void reload()
          }}
        />
      )}
    </Page>
  )
}

function KeyState({
  person,
  held,
  onChanged,
}: {
  readonly person: Person
  /** whether the signed-in person has a key to hand over */
  readonly held: boolean
  readonly onChanged: () => Promise<void>
}) {
  const { t } = useText()
  const { keys } = useSession()
  const hand = useTask(async () => {
    const { session, personal } = await keys()
    const body = await wrapRoleKeyFor(session, personal, person)
    await call('POST /api/people/:id/role-key', { params: { id: person.id }, body })
    await onChanged()
  })
  if (person.holdsRoleKey)
    return (
      <Chip tone="blue" icon="key">
        {t('people.holds')}
      </Chip>
    )
  if (!person.mayHoldRoleKey) return <span className="text-solid-gray-700">{t('people.mayNotHold')}</span>
  if (person.state !== 'enrolled')
    return <span className="text-solid-gray-700">{t('people.afterEnrol')}</span>
  if (!held) return <span className="text-solid-gray-700">{t('people.holdsNot')}</span>
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button kind="outline" size="small" icon="key" busy={hand.busy} onClick={hand.run}>
          {t('people.hand')}
        </Button>
      </div>
      <ProblemNotice problem={hand.problem} />
    </div>
  )
}
