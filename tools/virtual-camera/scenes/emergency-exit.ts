import {
  box,
  disc,
  drift,
  line,
  type Pen,
  rounded,
  secondDial,
  shape,
  swing,
  turned,
  vertical,
  write,
} from './drawing.ts'

/** An emergency exit seen from outside at dusk. */
export function emergencyExit(pen: Pen, seconds: number): void {
  dusk(pen, seconds)
  wall(pen)
  lampLight(pen)
  exitDoor(pen)
  exitSign(pen, seconds)
  steps(pen)
  extinguisher(pen)
  secondDial(pen, seconds, 470, 150, 30)
  windBell(pen, seconds)
  bush(pen, seconds)
  lamp(pen, seconds)
}

function dusk(pen: Pen, seconds: number): void {
  box(pen, vertical(pen, 0, 300, '#27365c', '#5d6a94', '#d9a58f'), 0, 0, 640, 300)
  for (const [x, y, phase] of [
    [30, 80, 0],
    [72, 118, 2],
    [118, 70, 4],
    [20, 160, 1],
    [138, 140, 3],
    [96, 30, 5],
  ] as const)
    disc(pen, `rgba(255, 248, 220, ${0.65 + swing(seconds, 12, 0.3, phase)})`, x, y, 1.5)
  disc(pen, '#fbeec2', 62 + swing(seconds, 1, 6), 112, 17)
  disc(pen, '#33426a', 69 + swing(seconds, 1, 6), 107, 15)
  const shift = drift(seconds, 1, 300)
  for (const x of [shift - 300, shift, shift + 300]) disc(pen, 'rgba(240, 200, 190, 0.35)', x, 196, 74, 7)
  shape(pen, '#2e3a55', [
    [0, 262],
    [0, 226],
    [30, 212],
    [64, 226],
    [96, 206],
    [132, 220],
    [170, 210],
    [170, 262],
  ])
  for (const [x, y] of [
    [22, 236],
    [52, 240],
    [88, 232],
    [120, 240],
  ] as const)
    box(pen, '#f3cf7a', x, y, 6, 6)
  box(pen, '#4a5064', 0, 258, 640, 102)
  box(pen, '#565d72', 0, 258, 640, 8)
}

function wall(pen: Pen): void {
  box(pen, '#8d8fa0', 168, 0, 472, 276)
  for (let row = 0; row < 7; row++) {
    const y = row * 36 + 20
    line(pen, '#838596', 1.4, [
      [168, y],
      [640, y],
    ])
    for (let x = 168 + (row % 2) * 40; x < 640; x += 80)
      line(pen, '#838596', 1.4, [
        [x, y],
        [x, Math.min(y + 36, 264)],
      ])
  }
  box(pen, '#6e7083', 168, 264, 472, 14)
  box(pen, '#757789', 160, 0, 10, 278)
}

function lampLight(pen: Pen): void {
  shape(pen, 'rgba(255, 226, 150, 0.16)', [
    [320, 60],
    [350, 60],
    [470, 300],
    [200, 300],
  ])
  shape(pen, 'rgba(255, 226, 150, 0.16)', [
    [324, 60],
    [346, 60],
    [424, 300],
    [246, 300],
  ])
}

function exitDoor(pen: Pen): void {
  box(pen, '#5d6472', 278, 118, 114, 162)
  box(pen, '#a9b7bd', 285, 125, 100, 155)
  box(pen, '#9aa9b0', 285, 125, 100, 5)
  box(pen, '#5d6472', 314, 142, 42, 50)
  box(pen, '#ffe9ae', 318, 146, 34, 42)
  line(pen, 'rgba(93, 100, 114, 0.5)', 1, [
    [318, 160],
    [352, 160],
  ])
  line(pen, 'rgba(93, 100, 114, 0.5)', 1, [
    [318, 174],
    [352, 174],
  ])
  line(pen, 'rgba(93, 100, 114, 0.5)', 1, [
    [335, 146],
    [335, 188],
  ])
  rounded(pen, '#4c525e', 364, 202, 8, 22, 2)
  rounded(pen, '#dfe4e6', 356, 210, 16, 4, 2)
  for (const y of [136, 196, 256]) box(pen, '#7b868d', 281, y, 6, 12)
  rounded(pen, '#f6f4ea', 297, 232, 50, 26, 2)
  write(pen, '避難経路', 322, 240, { size: 10, fill: '#a3261e' })
  write(pen, '物を置かない', 322, 252, { size: 7.5, fill: '#4a4038', weight: 400 })
}

function exitSign(pen: Pen, seconds: number): void {
  const glow = 0.34 + swing(seconds, 6, 0.06)
  const light = pen.createRadialGradient(335, 91, 40, 335, 91, 96)
  light.addColorStop(0, `rgba(120, 240, 170, ${glow})`)
  light.addColorStop(1, 'rgba(120, 240, 170, 0)')
  box(pen, light, 239, 40, 192, 84)
  rounded(pen, '#e9efe9', 277, 72, 116, 38, 4)
  rounded(pen, '#0c8f55', 280, 75, 110, 32, 3)
  write(pen, '非常口', 322, 91, { size: 21, fill: '#ffffff', spacing: 1 })
  shape(pen, '#ffffff', [
    [362, 87],
    [371, 87],
    [371, 81],
    [383, 91],
    [371, 101],
    [371, 95],
    [362, 95],
  ])
}

function steps(pen: Pen): void {
  shape(pen, '#b9bac4', [
    [268, 280],
    [402, 280],
    [414, 294],
    [256, 294],
  ])
  box(pen, '#93949f', 256, 294, 158, 8)
  shape(pen, '#b0b1bc', [
    [252, 302],
    [418, 302],
    [430, 318],
    [240, 318],
  ])
  box(pen, '#8a8b97', 240, 318, 190, 9)
  for (const side of [
    [248, 232],
    [422, 438],
  ] as const) {
    line(pen, '#d5c36a', 4, [
      [side[0], 292],
      [side[0], 238],
    ])
    line(pen, '#d5c36a', 4, [
      [side[1], 322],
      [side[1], 268],
    ])
    line(pen, '#d5c36a', 4, [
      [side[0], 238],
      [side[1], 268],
    ])
    line(pen, '#d5c36a', 2.4, [
      [side[0], 264],
      [side[1], 294],
    ])
  }
}

function extinguisher(pen: Pen): void {
  rounded(pen, '#b3261e', 196, 204, 34, 62, 3)
  rounded(pen, '#cf3a31', 200, 208, 26, 54, 2)
  rounded(pen, '#f4ece2', 203, 212, 20, 13, 1)
  write(pen, '消火器', 213, 219, { size: 6.5, fill: '#a3261e' })
  rounded(pen, '#8f1d17', 208, 234, 10, 24, 4)
  line(pen, '#2c2622', 2, [
    [213, 234],
    [213, 230],
    [220, 228],
  ])
}

/** A glass wind bell under the eaves, its paper strip turning in the air. */
function windBell(pen: Pen, seconds: number): void {
  box(pen, '#5a5c6e', 548, 58, 60, 6)
  line(pen, '#d8d8e0', 1, [
    [578, 64],
    [578, 80],
  ])
  turned(pen, 578, 80, swing(seconds, 20, 0.1), () => {
    disc(pen, 'rgba(170, 220, 240, 0.85)', 0, 14, 17, 14)
    box(pen, '#8d8fa0', -18, 19, 36, 10)
    line(pen, '#dff2fa', 2, [
      [-15, 19],
      [15, 19],
    ])
    disc(pen, '#e0685f', -6, 10, 3.4)
    disc(pen, '#e0685f', 6, 8, 2.6)
    line(pen, '#e8e8ee', 1, [
      [0, 19],
      [0, 36],
    ])
    turned(pen, 0, 36, swing(seconds, 20, 0.28, -0.8), () => {
      rounded(pen, '#fbf3d9', -8, 0, 16, 44, 1)
      for (const [i, letter] of ['見', '本'].entries())
        write(pen, letter, 0, 13 + i * 16, { size: 12, fill: '#3a5a88' })
    })
  })
}

function bush(pen: Pen, seconds: number): void {
  const sway = swing(seconds, 12, 1.8)
  for (const [x, y, r, fill] of [
    [26, 292, 34, '#35533f'],
    [78, 296, 36, '#3d6048'],
    [130, 298, 28, '#35533f'],
    [54, 276, 22, '#466c51'],
    [500, 286, 26, '#35533f'],
    [546, 290, 34, '#3d6048'],
    [602, 288, 36, '#35533f'],
    [572, 272, 22, '#466c51'],
  ] as const)
    disc(pen, fill, x + sway * ((320 - y) / 30), y, r, r * 0.85)
  for (const [x, y] of [
    [40, 284],
    [66, 272],
    [92, 290],
    [530, 280],
    [560, 268],
    [590, 284],
    [614, 278],
  ] as const)
    disc(pen, '#e7a9b8', x + sway, y, 3)
}

function lamp(pen: Pen, seconds: number): void {
  rounded(pen, '#3f4454', 318, 44, 34, 8, 3)
  shape(pen, '#3f4454', [
    [326, 30],
    [344, 30],
    [350, 46],
    [320, 46],
  ])
  disc(pen, '#fff3c4', 335, 54, 12, 6)
  for (const [phase, far] of [
    [0, 30],
    [2.4, 22],
  ] as const) {
    const x = 335 + swing(seconds, 30, far, phase) + swing(seconds, 72, 5, phase)
    const y = 56 + swing(seconds, 40, 10, phase * 2)
    const flap = swing(seconds, 150, 2.2)
    disc(pen, '#f5e9c8', x - 2, y - flap, 2.4, 1.5)
    disc(pen, '#f5e9c8', x + 2, y - flap, 2.4, 1.5)
  }
}
