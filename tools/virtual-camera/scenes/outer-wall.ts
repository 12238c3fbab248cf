import {
  box,
  cloud,
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

/** The outer wall with the service gate in autumn. */
export function outerWall(pen: Pen, seconds: number): void {
  sky(pen, seconds)
  street(pen)
  ginkgo(pen, seconds)
  fence(pen)
  gate(pen, seconds)
  building(pen)
  coolingUnit(pen, seconds)
  secondDial(pen, seconds, 100, 118, 30)
  pinwheels(pen, seconds)
  sparrow(pen, seconds)
  leaves(pen, seconds)
}

function sky(pen: Pen, seconds: number): void {
  box(pen, vertical(pen, 0, 220, '#8fc7ea', '#dcf0f6'), 0, 0, 640, 230)
  const shift = drift(seconds, 1, 360)
  for (const x of [shift - 360, shift, shift + 360]) cloud(pen, x + 40, 92, 0.8, '#ffffff')
  for (const x of [shift - 360, shift, shift + 360]) cloud(pen, x + 220, 50, 0.55, '#f6fcff')
  for (const [x, y, w, h] of [
    [392, 158, 46, 60],
    [442, 138, 58, 80],
    [506, 166, 40, 52],
  ] as const) {
    box(pen, '#b7cbd8', x, y, w, h)
    for (let i = 0; i < 3; i++) box(pen, '#d6e4ec', x + 7 + (i * (w - 18)) / 2, y + 12, 5, 8)
  }
}

function street(pen: Pen): void {
  box(pen, '#c9cdd0', 0, 212, 640, 148)
  box(pen, '#dfe1e0', 0, 212, 640, 20)
  shape(pen, '#b9b2a6', [
    [330, 276],
    [526, 276],
    [610, 360],
    [250, 360],
  ])
  for (const [i, y] of [290, 310, 338].entries())
    line(pen, '#a89f92', 1.5, [
      [318 - i * 24, y],
      [538 + i * 26, y],
    ])
  line(pen, '#ffffff', 5, [
    [262, 350],
    [598, 350],
  ])
}

function ginkgo(pen: Pen, seconds: number): void {
  shape(pen, '#7a5c44', [
    [582, 280],
    [588, 170],
    [600, 170],
    [608, 280],
  ])
  const sway = swing(seconds, 10, 2.2)
  for (const [x, y, r, fill] of [
    [560, 150, 38, '#e2ac2f'],
    [622, 152, 40, '#e2ac2f'],
    [594, 112, 46, '#edbd45'],
    [572, 92, 26, '#f5cd62'],
    [612, 84, 24, '#f5cd62'],
  ] as const)
    disc(pen, fill, x + sway * ((280 - y) / 160), y, r, r * 0.92)
}

function fence(pen: Pen): void {
  for (const [x, w] of [
    [286, 44],
    [526, 114],
  ] as const) {
    box(pen, '#b7745a', x, 206, w, 74)
    for (let row = 0; row < 6; row++) {
      const y = 206 + row * 12.4
      line(pen, '#a4644c', 1.2, [
        [x, y],
        [x + w, y],
      ])
      for (let brick = (row % 2) * 10; brick < w; brick += 20)
        line(pen, '#a4644c', 1.2, [
          [x + brick, y],
          [x + brick, y + 12],
        ])
    }
    box(pen, '#d9cbb8', x - 3, 199, w + 6, 8)
  }
}

function gate(pen: Pen, seconds: number): void {
  for (const x of [326, 514]) {
    box(pen, '#c4b8a5', x, 176, 18, 106)
    box(pen, '#d9cfbf', x - 3, 170, 24, 8)
  }
  box(pen, '#48625a', 344, 196, 170, 5)
  box(pen, '#48625a', 344, 262, 170, 5)
  for (let x = 348; x < 514; x += 12.6) box(pen, '#567268', x, 190, 4, 84)
  box(pen, '#3c534b', 426, 186, 6, 92)
  turned(pen, 429, 204, swing(seconds, 24, 0.06), () => {
    line(pen, '#39423f', 1.3, [
      [-30, 0],
      [-30, 8],
    ])
    line(pen, '#39423f', 1.3, [
      [30, 0],
      [30, 8],
    ])
    rounded(pen, '#3b4f78', -44, 8, 88, 30, 3)
    rounded(pen, '#f7f5ec', -41, 11, 82, 24, 2)
    write(pen, '通用門', 0, 23.5, { size: 17, fill: '#2d3f66', spacing: 2 })
  })
  rounded(pen, '#c8342b', 298, 222, 22, 30, 3)
  box(pen, '#8f231c', 302, 228, 14, 3)
  write(pen, '〒', 309, 241, { size: 12, fill: '#ffffff' })
}

function building(pen: Pen): void {
  box(pen, '#eee3cf', 0, 62, 286, 224)
  for (let y = 84; y < 270; y += 22)
    line(pen, '#e2d5bd', 1.4, [
      [0, y],
      [286, y],
    ])
  box(pen, '#51646f', 0, 54, 300, 10)
  box(pen, '#667a85', 0, 64, 292, 5)
  box(pen, '#a9957d', 0, 268, 286, 20)
  box(pen, '#8c9aa2', 270, 69, 8, 218)
  for (const y of [110, 190, 250]) box(pen, '#77858d', 267, y, 14, 5)
  box(pen, '#7f6a55', 166, 104, 84, 74)
  box(pen, '#c9e5ee', 171, 109, 74, 64)
  shape(pen, 'rgba(255, 255, 255, 0.55)', [
    [178, 173],
    [206, 109],
    [220, 109],
    [192, 173],
  ])
  box(pen, '#7f6a55', 206, 106, 5, 70)
  box(pen, '#93806b', 160, 176, 96, 6)
  for (const [i, fill] of ['#e07a6a', '#f0c55a', '#86b888', '#6d9fc4'].entries()) {
    const x = 216 + i * 7.5
    shape(pen, fill, [
      [x - 3, 114],
      [x + 3, 114],
      [x, 120],
    ])
  }
}

function coolingUnit(pen: Pen, seconds: number): void {
  rounded(pen, '#e9ebea', 32, 208, 98, 66, 4)
  rounded(pen, '#d3d7d6', 32, 266, 98, 10, 2)
  for (const x of [44, 106]) box(pen, '#8f9698', x, 276, 12, 8)
  disc(pen, '#4e585c', 72, 240, 27)
  turned(pen, 72, 240, (seconds / 60) * 42 * 2 * Math.PI, () => {
    for (let blade = 0; blade < 3; blade++)
      turned(pen, 0, 0, (blade / 3) * 2 * Math.PI, () => disc(pen, '#aeb8bb', 0, -12, 6.5, 11))
  })
  disc(pen, '#6d777b', 72, 240, 5)
  for (const r of [10, 18, 26]) {
    pen.strokeStyle = 'rgba(235, 238, 238, 0.85)'
    pen.lineWidth = 1.4
    pen.beginPath()
    pen.arc(72, 240, r, 0, 2 * Math.PI)
    pen.stroke()
  }
  for (let y = 220; y < 262; y += 8)
    line(pen, '#c3c9c8', 1.6, [
      [108, y],
      [122, y],
    ])
  line(pen, '#d8cdb8', 4, [
    [130, 226],
    [142, 226],
    [142, 190],
  ])
}

function pinwheels(pen: Pen, seconds: number): void {
  rounded(pen, '#a0653f', 168, 272, 96, 15, 3)
  for (const [i, colours] of (
    [
      ['#e8604f', '#f6b2a8'],
      ['#3f8ac2', '#a9d0ec'],
      ['#f0b93a', '#fbe3a4'],
    ] as const
  ).entries()) {
    const x = 186 + i * 30
    const y = 236 - (i % 2) * 10
    line(pen, '#8a8f92', 2, [
      [x, 274],
      [x, y],
    ])
    disc(pen, '#6aa762', x + 9, 269, 7, 5)
    disc(pen, '#7bb776', x - 7, 270, 6, 4)
    turned(pen, x, y, (seconds / 60) * (18 + i * 6) * 2 * Math.PI, () => {
      for (let blade = 0; blade < 4; blade++)
        turned(pen, 0, 0, (blade / 4) * 2 * Math.PI, () => {
          shape(pen, colours[0], [
            [0, 0],
            [0, -15],
            [9, -9],
          ])
          shape(pen, colours[1], [
            [0, 0],
            [0, -15],
            [-4, -7],
          ])
        })
    })
    disc(pen, '#ffffff', x, y, 2.4)
  }
}

/** A sparrow on the brick wall: two hops and a look around every ten seconds. */
function sparrow(pen: Pen, seconds: number): void {
  const beat = seconds % 10
  const hop = beat < 1 ? Math.abs(Math.sin(beat * 2 * Math.PI)) * 5 : 0
  const forth = Math.floor(seconds / 10) % 2 === 0
  const walked = Math.min(beat, 1) * 18
  const x = 552 + (forth ? walked : 18 - walked)
  const y = 192 - hop
  pen.save()
  pen.translate(x, y)
  if (!forth) pen.scale(-1, 1)
  shape(pen, '#6f4a30', [
    [-8, -2],
    [-18, -6],
    [-9, 3],
  ])
  disc(pen, '#8a5d3c', 0, 0, 10, 7)
  disc(pen, '#f1e6d6', 3, 3, 6, 4)
  const nod = beat > 4 && beat < 6 ? 2 : 0
  disc(pen, '#8a5d3c', 8, -7 + nod, 6, 5.5)
  disc(pen, '#f1e6d6', 9, -5 + nod, 3.4, 2.6)
  disc(pen, '#20262c', 10, -8 + nod, 1.3)
  shape(pen, '#3c3029', [
    [13, -8 + nod],
    [18, -6.5 + nod],
    [13, -5 + nod],
  ])
  line(pen, '#5a4636', 1.4, [
    [-1, 6],
    [-1, 8],
  ])
  line(pen, '#5a4636', 1.4, [
    [3, 6],
    [3, 8],
  ])
  pen.restore()
}

function leaves(pen: Pen, seconds: number): void {
  for (const [x, y] of [
    [566, 292],
    [598, 300],
    [540, 304],
    [622, 318],
    [480, 330],
    [404, 346],
  ] as const)
    disc(pen, '#dca62c', x, y, 4.5, 2)
  for (let i = 0; i < 3; i++) {
    const fall = drift(seconds, 6, 1, i / 3)
    const x = 560 + i * 22 - fall * 60 + swing(seconds, 24, 9, i)
    turned(pen, x, 120 + fall * 176, swing(seconds, 24, 0.9, i), () => {
      shape(pen, '#f0b92e', [
        [0, 5],
        [-6, -3],
        [0, -5],
        [6, -3],
      ])
    })
  }
}
