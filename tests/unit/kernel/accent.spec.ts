import { test } from '@japa/runner'
import {
  contrast,
  deeper,
  nearestAccent,
  parseColour,
  passes,
  type Colour,
} from '../../../app/settings/accent.ts'

test.group('Accent of a brand', () => {
  test('contrast is that of WCAG: 21 for black on white, 1 for a colour on itself', ({
    assert,
  }) => {
    assert.closeTo(contrast('#000000', '#ffffff'), 21, 0.001)
    assert.closeTo(contrast('#777777', '#ffffff'), 4.48, 0.005)
    assert.equal(contrast('#1d4ed8', '#1d4ed8'), 1)
  })

  test('the red of Karkhana passes, and so do a blue, a green and a violet', ({ assert }) => {
    for (const colour of ['#dc2626', '#2563eb', '#0f766e', '#7c3aed']) {
      assert.isTrue(passes(colour), colour)
    }
  })

  test('what is too light for white letters or too dark for the dark theme does not', ({
    assert,
  }) => {
    for (const colour of ['#facc15', '#ffffff', '#1e3a8a', '#000000']) {
      assert.isFalse(passes(colour), colour)
    }
  })

  test('there is a passing colour near every colour', ({ assert }) => {
    for (let red = 0; red <= 255; red += 51) {
      for (let green = 0; green <= 255; green += 51) {
        for (let blue = 0; blue <= 255; blue += 51) {
          const digits = [red, green, blue].map((value) => value.toString(16).padStart(2, '0'))
          const colour = `#${digits.join('')}` as Colour
          const nearest = nearestAccent(colour)
          assert.isTrue(passes(nearest), `${colour} → ${nearest}`)
          if (passes(colour)) assert.equal(nearest, colour)
        }
      }
    }
  })

  test('the deeper shade carries white letters at least as well', ({ assert }) => {
    assert.isAbove(contrast(deeper('#2563eb'), '#ffffff'), contrast('#2563eb', '#ffffff'))
  })

  test('a colour is read in any usual spelling, and nothing else is', ({ assert }) => {
    assert.equal(parseColour('#1D4ED8'), '#1d4ed8')
    assert.equal(parseColour(' 1d4ed8 '), '#1d4ed8')
    assert.equal(parseColour('#14d'), '#1144dd')
    for (const text of ['', 'red', '#12345', 'url(x)', '#1d4ed8;}']) {
      assert.isNull(parseColour(text))
    }
  })
})
