import { placeOfPin } from '@karkhana/ui/places'
import { test } from '@japa/runner'

test.group('PIN codes', () => {
  test('{pin} lies in state {state}, {town}')
    .with([
      { pin: '411004', state: '27', town: 'Pune' },
      { pin: '400001', state: '27', town: 'Mumbai' },
      { pin: '400703', state: '27', town: 'Navi Mumbai' },
      { pin: '403001', state: '30', town: null },
      { pin: '560034', state: '29', town: 'Bengaluru' },
      { pin: '500081', state: '36', town: 'Hyderabad' },
      { pin: '522503', state: '37', town: null },
      { pin: '248001', state: '05', town: 'Dehradun' },
      { pin: '834001', state: '20', town: 'Ranchi' },
      { pin: '823001', state: '10', town: null },
      { pin: '194101', state: '38', town: null },
      { pin: '737101', state: '11', town: null },
      { pin: '744101', state: '35', town: null },
      { pin: '682555', state: '31', town: null },
      { pin: '533464', state: '34', town: null },
      { pin: '799001', state: '16', town: null },
    ])
    .run(({ assert }, { pin, state, town }) => {
      const place = placeOfPin(pin)
      assert.equal(place?.stateCode, state)
      assert.equal(place?.town, town)
    })

  test('says so where two states share a beginning, and for the Army', ({ assert }) => {
    assert.deepEqual(placeOfPin('247667'), { stateCode: null, states: ['09', '05'], town: null })
    assert.deepEqual(placeOfPin('160017'), { stateCode: null, states: ['04', '03'], town: null })
    assert.deepEqual(placeOfPin('900056'), { stateCode: null, states: [], town: null })
  })

  test('is none without six digits', ({ assert }) => {
    for (const pin of ['', '41100', '4110044', '011004', '41100a', '४११००४']) {
      assert.isNull(placeOfPin(pin))
    }
  })
})
