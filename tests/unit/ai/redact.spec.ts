import { test } from '@japa/runner'
import { countsOf, redact, restore } from '../../../app/ai/redact.ts'

test.group('Taking personal data out of a text', () => {
  const CASES: [string, string, string][] = [
    ['an e-mail address', 'mail sunil.k+ev@example.co.in now', 'mail [EMAIL_1] now'],
    ['a UPI id', 'paid to sunil@okaxis today', 'paid to [UPI_1] today'],
    ['a GSTIN', 'GSTIN 27AAPFU0939F1ZV.', 'GSTIN [GSTIN_1].'],
    ['a PAN', 'PAN aapfu0939f', 'PAN [PAN_1]'],
    ['a chassis number', 'VIN MA3EWDE1S00123456 came', 'VIN [VIN_1] came'],
    ['an IFSC', 'IFSC HDFC0001234', 'IFSC [IFSC_1]'],
    ['a plate', 'MH 12 AB 1234 does not start', '[PLATE_1] does not start'],
    ['a plate without spaces', 'for mh12ab1234', 'for [PLATE_1]'],
    ['a plate of the BH series', '22 BH 1234 AA', '[PLATE_1]'],
    ['a mobile number', 'call 98220 12345', 'call [PHONE_1]'],
    ['one with the country', 'call +91 98220 12345', 'call [PHONE_1]'],
    ['one with a zero', 'call 09822012345', 'call [PHONE_1]'],
    ['one in Devanagari', 'फ़ोन ९८२२० १२३४५', 'फ़ोन [PHONE_1]'],
    ['one in Kannada', 'ಫೋನ್ ೯೮೨೨೦ ೧೨೩೪೫', 'ಫೋನ್ [PHONE_1]'],
    ['one of full width', 'call ９８２２０１２３４５', 'call [PHONE_1]'],
    ['one in pairs', 'call 98 22 01 23 45', 'call [PHONE_1]'],
    ['one with dots', 'call 98220.12345', 'call [PHONE_1]'],
    ['one with a blank that does not break', 'call 98220\u00a012345', 'call [PHONE_1]'],
    ['one in brackets', 'call (98220) 12345', 'call [PHONE_1]'],
    ['one with the country in brackets', 'call (+91) 98220-12345', 'call [PHONE_1]'],
    ['a foreign number', 'call +44 20 7946 0958', 'call [PHONE_1]'],
    ['an Aadhaar number', 'Aadhaar 2345 6789 0123', 'Aadhaar [AADHAAR_1]'],
    ['a bank account', 'account 123456789012345', 'account [ACCOUNT_1]'],
  ]
  for (const [what, text, expected] of CASES) {
    test(`finds ${what}`, ({ assert }) => {
      assert.equal(redact(text).text, expected)
    })
  }

  test('leaves what workshops write all day', ({ assert }) => {
    const text =
      'P0A1F at 45,210 km on 2026-11-21, 48 V pack at 51.2 V, Rs 12,500.00, part 9108-AA, INV/26-27/0042'
    assert.equal(redact(text).text, text)
  })

  test('reads a long text without a blank once, not once for each of its signs', ({ assert }) => {
    // As long as this takes minutes, somebody's text keeps everybody else waiting
    const long = 'a.'.repeat(150_000)
    assert.equal(redact(`${long} sunil@example.com`).text, `${long} [EMAIL_1]`)
  })

  test('finds what the caller knows, whatever its case and spaces, and only as a word', ({
    assert,
  }) => {
    const { text } = redact('Sunil  Kulkarni and SUNIL KULKARNI; Sunilnagar. सुनील आया', [
      { kind: 'NAME', value: 'Sunil Kulkarni' },
      { kind: 'NAME', value: 'सुनील' },
      { kind: 'NAME', value: 'Li' },
    ])
    assert.equal(text, '[NAME_1] and [NAME_1]; Sunilnagar. [NAME_2] आया')
  })

  test('finds a name also by one of its words, and as it sounds in the other script', ({
    assert,
  }) => {
    const known = [{ kind: 'NAME' as const, value: 'Sunil Kulkarni' }]
    assert.equal(
      redact('Sunil ji said, कुलकर्णी called; Suneel. Sunilnagar, Kul', known).text,
      '[NAME_1] ji said, [NAME_2] called; [NAME_3]. Sunilnagar, Kul'
    )
    assert.equal(redact('सुनील की गाड़ी', known).text, '[NAME_1] की गाड़ी')
  })

  test('the same value has one placeholder, and a placeholder in the text is not taken', ({
    assert,
  }) => {
    const redacted = redact('[PHONE_1] said 98220 12345, then 9822012345 and 98220 54321')
    assert.equal(redacted.text, '[PHONE_1] said [PHONE_2], then [PHONE_2] and [PHONE_3]')
    assert.deepEqual(countsOf(redacted), { PHONE: 2 })
    assert.equal(restore('[PHONE_1] [PHONE_2]', redacted.values), '[PHONE_1] 98220 12345')
  })

  test('puts values back into every text of an answer', ({ assert }) => {
    const { values } = redact('Call 98220 12345')
    const answer = { to: '[PHONE_1]', lines: ['ring [PHONE_1]', 'and [EMAIL_9]'], count: 1 }
    assert.deepEqual(restore(answer, values), {
      to: '98220 12345',
      lines: ['ring 98220 12345', 'and [EMAIL_9]'],
      count: 1,
    })
  })
})
