import { height, type Pen, rounded, width, write } from './drawing.ts'

/** What every scene carries over the drawing: that it is a sample, what it shows, and the second of the minute. */
export function caption(pen: Pen, seconds: number, place: string): void {
  rounded(pen, '#c8342b', 14, 14, 74, 34, 6)
  pen.strokeStyle = '#ffffff'
  pen.lineWidth = 1.6
  pen.beginPath()
  pen.roundRect(17, 17, 68, 28, 4)
  pen.stroke()
  write(pen, '見本', 52, 31, { size: 22, fill: '#ffffff', spacing: 3 })

  pen.font = '700 20px "Noto Sans CJK JP"'
  pen.letterSpacing = '1px'
  const placeWidth = pen.measureText(place).width + 24
  rounded(pen, 'rgba(22, 32, 44, 0.72)', 94, 14, placeWidth, 34, 6)
  write(pen, place, 94 + placeWidth / 2, 31, { size: 20, fill: '#ffffff', spacing: 1 })

  rounded(pen, 'rgba(22, 32, 44, 0.72)', 14, height - 36, 262, 24, 5)
  write(pen, '絵で作った見本です。実際の映像ではありません', 145, height - 24, {
    size: 11.5,
    fill: '#ffffff',
    weight: 400,
  })

  rounded(pen, 'rgba(22, 32, 44, 0.72)', width - 124, height - 54, 110, 42, 6)
  write(pen, '毎分', width - 100, height - 32, { size: 13, fill: '#d5dde6', weight: 400 })
  const whole = Math.floor(seconds + 1e-6)
  write(pen, String(whole).padStart(2, '0'), width - 60, height - 33, { size: 30, fill: '#ffffff' })
  write(pen, '秒', width - 29, height - 32, { size: 13, fill: '#d5dde6', weight: 400 })
  const tenth = Math.round((seconds - whole) * 10)
  for (let i = 0; i < 10; i++)
    rounded(
      pen,
      i <= tenth ? '#f2b84b' : 'rgba(255, 255, 255, 0.25)',
      width - 116 + i * 9.6,
      height - 17,
      7.6,
      3,
      1,
    )
}
