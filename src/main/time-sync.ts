import { execFile } from 'node:child_process'

const askEvery = 60_000
const patience = 3000

/**
 * Whether the kernel says that time synchronisation keeps the machine's clock; setting the clock by hand clears that. Asked through systemd's
 * timedatectl once a minute; no answer counts as no.
 */
export class TimeSync {
  #synced = false

  constructor() {
    this.#ask()
    setInterval(() => this.#ask(), askEvery).unref()
  }

  readonly synced = (): boolean => this.#synced

  #ask(): void {
    const options = ['show', '--property=NTPSynchronized', '--value']
    execFile('timedatectl', options, { timeout: patience }, (error, answer) => {
      this.#synced = error === null && answer.trim() === 'yes'
    })
  }
}
