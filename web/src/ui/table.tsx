import type { ReactNode } from 'react'

/** A table that scrolls sideways by itself when the page is too narrow. */
export function Table({
  caption,
  head,
  children,
}: {
  readonly caption: string
  readonly head: readonly string[]
  readonly children: ReactNode
}) {
  return (
    <section className="overflow-x-auto" aria-label={caption}>
      <table className="w-full border-collapse text-left text-std-16N-170">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b-2 border-solid-gray-420 bg-solid-gray-50">
            {head.map((label) => (
              <th
                key={label}
                scope="col"
                className="px-3 py-2.5 text-dns-16B-130 whitespace-nowrap text-solid-gray-800"
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <tr className="border-b border-solid-gray-200 align-top hover:bg-key-50/40">{children}</tr>
}

export function Cell({
  children,
  className = '',
}: {
  readonly children?: ReactNode
  readonly className?: string
}) {
  return <td className={`px-3 py-3 ${className}`}>{children}</td>
}
