import { type ReactNode, useEffect } from 'react'
import { useText } from '../messages/text.tsx'
import { Spinner } from './button.tsx'
import { usePageFocus } from './page-focus.ts'

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
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
      className="mx-auto w-full max-w-[76rem] px-6 pt-8 pb-20 focus:outline-none md:px-8"
    >
      <div className="no-print mb-8 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-std-32B-150 text-solid-gray-900">{title}</h1>
          {lead !== undefined && <div className="mt-2 max-w-4xl text-std-16N-170">{lead}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-3 pt-1">{actions}</div>}
      </div>
      <div className="flex flex-col gap-10">{children}</div>
    </main>
  )
}

export function Section({
  title,
  children,
  actions,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-std-24B-150 text-solid-gray-900">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

export function Loading() {
  const { t } = useText()
  return (
    <p className="flex items-center gap-3 py-6 text-solid-gray-700" role="status">
      <Spinner />
      {t('loading')}
    </p>
  )
}

/** Facts as term and description, two columns where there is room. */
export function Facts({ rows }: { readonly rows: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-1 border-t border-solid-gray-200 sm:grid-cols-[minmax(9rem,14rem)_1fr]">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="pt-3 text-std-16B-170 text-solid-gray-800 sm:border-b sm:border-solid-gray-200 sm:pb-3">
            {term}
          </dt>
          <dd className="border-b border-solid-gray-200 pb-3 sm:pt-3 sm:pl-4">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
