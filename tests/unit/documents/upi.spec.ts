import { test } from '@japa/runner'
import { IFSC, UPI_ID, upiLink } from '../../../app/documents/payment_details/upi.ts'
import { asPaise } from '../../../app/money/index.ts'

test.group('A UPI address', () => {
  test('says who is paid, how much, and what for', ({ assert }) => {
    assert.equal(
      upiLink({
        upiId: 'volt.works-1@okaxis',
        payee: 'Volt & Söhne Private Limited',
        amount: asPaise(474_705),
        note: 'PUN/26-27/00042',
      }),
      'upi://pay?pa=volt.works-1@okaxis&pn=Volt%20%26%20S%C3%B6hne%20Private%20Limited&am=4747.05&cu=INR&tn=PUN%2F26-27%2F00042'
    )
    assert.equal(upiLink({ upiId: 'a1@upi', payee: 'x' }), 'upi://pay?pa=a1@upi&pn=x&cu=INR')
  })

  test('cuts a long name between letters', ({ assert }) => {
    const link = upiLink({ upiId: 'a1@upi', payee: `${'x'.repeat(49)}😀&am=1` })
    assert.notInclude(link, 'am=')
    assert.lengthOf(new URL(link).searchParams.get('pn')!, 50)
  })

  test('is told from what is none', ({ assert }) => {
    for (const good of ['raj@ybl', '9822012345@paytm', 'a_b-c.d@OKHDFC2']) {
      assert.match(good, UPI_ID)
    }
    for (const bad of ['raj', 'raj@', '@ybl', 'raj@example.com', 'raj kumar@ybl', 'a@b&am=1']) {
      assert.notMatch(bad, UPI_ID)
    }
    assert.match('MAHB0000123', IFSC)
    for (const bad of ['MAHB1000123', 'MAH00000123', 'mahb0000123', 'MAHB00001234']) {
      assert.notMatch(bad, IFSC)
    }
  })
})
