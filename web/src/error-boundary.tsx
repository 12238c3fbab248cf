import { Component, type ReactNode } from 'react'
import { PartMissing } from './later.ts'
import { useText } from './messages/text.tsx'
import { Button } from './ui/button.tsx'
import { Notice } from './ui/notice.tsx'

/** Shows what broke instead of a white page. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly broken: Error | null }
> {
  override state: { readonly broken: Error | null } = { broken: null }

  static getDerivedStateFromError(broken: unknown): { broken: Error } {
    return { broken: broken instanceof Error ? broken : new Error(String(broken)) }
  }

  override render(): ReactNode {
    return this.state.broken === null ? this.props.children : <Broken error={this.state.broken} />
  }
}

function Broken({ error }: { readonly error: Error }) {
  const { t } = useText()
  if (error instanceof PartMissing)
    return (
      <main className="mx-auto max-w-3xl px-6 py-12">
        <Notice
          tone="warning"
          live
          title={t('broken.part')}
          actions={
            <Button icon="refresh" onClick={() => location.reload()}>
              {t('broken.reload')}
            </Button>
          }
        >
          <p>{t('broken.partText')}</p>
        </Notice>
      </main>
    )
  return (
    <main className="mx-auto max-w-3xl px-6 py-12">
      <Notice
        tone="error"
        live
        title={t('broken.title')}
        actions={<Button onClick={() => location.assign('/')}>{t('broken.reload')}</Button>}
      >
        <p>{t('broken.text')}</p>
        <p className="text-solid-gray-700">{error.message}</p>
      </Notice>
    </main>
  )
}
