import { useText } from '../messages/text.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'

export function NotFoundPage() {
  const { t } = useText()
  return (
    <Page title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <div>
        <ButtonLink to="/cameras">{t('notFound.home')}</ButtonLink>
      </div>
    </Page>
  )
}
