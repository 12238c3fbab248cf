import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** A dialog over the page; the focus stays in it and returns where it was. Escape closes it, a click beside it does not: what was typed would be lost. */
export function Dialog({
  open,
  onClose,
  title,
  locked = false,
  kept = false,
  children,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** cannot be dismissed, and hides what is behind it */
  readonly locked?: boolean
  /** cannot be dismissed but with its own buttons */
  readonly kept?: boolean
  readonly children: ReactNode
}) {
  return (
    <ModalOverlay
      isOpen={open}
      isDismissable={false}
      isKeyboardDismissDisabled={locked || kept}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      className={`fixed inset-0 z-50 flex overflow-y-auto p-4 ${locked ? 'bg-solid-gray-100' : 'bg-black/60'}`}
    >
      <Modal className="m-auto w-full max-w-xl rounded-16 bg-white shadow-4">
        <AriaDialog className="flex flex-col gap-5 p-6 outline-none sm:p-8">
          <Heading slot="title" className="text-std-24B-150 text-solid-gray-900">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
