/**
 * Runs `stop` once when the process is asked to end, by signal or because its supervisor is gone, and ends the process when it is done.
 */
export function whenAskedToEnd(stop: () => Promise<void>): void {
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
}
