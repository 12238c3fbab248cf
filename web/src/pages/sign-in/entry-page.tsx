import { type ReactNode, useEffect } from 'react'
import { useText } from '../../messages/text.tsx'
import { usePageFocus } from '../../ui/page-focus.ts'

/** A narrow page for people who are not signed in yet. */
export function EntryPage({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead: ReactNode
  readonly children: ReactNode
}) {
  const { t } = useText()
  const main = usePageFocus()
  useEffect(() => {
    document.title = `${title} | ${t('product')}`
  }, [title, t])
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className="mx-auto flex w-full max-w-2xl flex-col gap-8 px-6 pt-12 pb-20 focus:outline-none"
    >
      <div>
        <h1 className="text-std-32B-150 text-solid-gray-900">{title}</h1>
        <div className="mt-2">{lead}</div>
      </div>
      {children}
    </main>
  )
}
