import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Choices, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useTask } from '../../ui/use-task.ts'

type Roles = Answer<'GET /api/people'>['roles']

/** Appoints a person and shows once the code to enrol with. */
export function InviteDialog({ roles, onClose }: { readonly roles: Roles; readonly onClose: () => void }) {
  const { t, named, clause } = useText()
  const [name, setName] = useState('')
  const [post, setPost] = useState('')
  const [role, setRole] = useState(
    () => (roles.find(({ role: one }) => one === 'designatedOperator') ?? roles[0])?.role ?? '',
  )
  const [invited, setInvited] = useState<Answer<'POST /api/people'> | null>(null)
  const save = useTask(async () => {
    setInvited(await call('POST /api/people', { body: { name: name.trim(), post: post.trim(), role } }))
  })
  if (invited !== null)
    return (
      <Dialog open kept onClose={onClose} title={t('invite.doneTitle', { name: invited.person.name })}>
        <p>{t('invite.doneText', { address: `${location.origin}/enrol` })}</p>
        <output
          aria-label={t('enrol.code')}
          className="rounded-8 border-2 border-solid-gray-800 px-6 py-4 text-center font-mono text-[1.75rem] leading-normal font-bold tracking-widest text-solid-gray-900"
        >
          {invited.code}
        </output>
        <Notice tone="warning">{t('invite.once')}</Notice>
        <div>
          <Button onClick={onClose}>{t('invite.noted')}</Button>
        </div>
      </Dialog>
    )
  return (
    <Dialog open onClose={onClose} title={t('people.invite')}>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        <TextField
          label={t('signIn.name')}
          needed
          hint={t('manager.nameHint')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t('people.post')}
          needed
          hint={t('people.postHint')}
          value={post}
          onChange={(event) => setPost(event.target.value)}
        />
        <Choices
          legend={t('people.role')}
          value={role}
          onChange={setRole}
          options={roles.map((one) => ({
            value: one.role,
            label: named(`role.${one.role}`) ?? one.label,
            hint: t(one.mine ? 'people.roleHint' : 'people.roleNotMine', {
              heldBy: one.heldBy,
              clause: clause(one.clause),
            }),
          }))}
        />
        <DialogActions
          label={t('invite.save')}
          task={save}
          disabled={name.trim() === '' || post.trim() === ''}
          onClose={onClose}
        />
      </form>
    </Dialog>
  )
}
