import { test } from '@japa/runner'
import {
  amountInWords,
  formatAmount,
  formatRupees,
  numberInWords,
  paise,
} from '@karkhana/kernel/money'

test.group('Amount in words, Indian system', () => {
  test('{0} is "{1}"')
    .with([
      ['4747.00', 'Rupees Four Thousand Seven Hundred Forty-Seven Only'],
      ['0.00', 'Rupees Zero Only'],
      ['1.00', 'Rupees One Only'],
      ['0.50', 'Fifty Paise Only'],
      ['100.50', 'Rupees One Hundred and Fifty Paise Only'],
      ['19.01', 'Rupees Nineteen and One Paise Only'],
      ['20.00', 'Rupees Twenty Only'],
      ['101.00', 'Rupees One Hundred One Only'],
      ['100000.00', 'Rupees One Lakh Only'],
      [
        '12345678.90',
        'Rupees One Crore Twenty-Three Lakh Forty-Five Thousand Six Hundred Seventy-Eight and Ninety Paise Only',
      ],
      ['1000000000000.00', 'Rupees One Lakh Crore Only'],
      ['-12.00', 'Minus Rupees Twelve Only'],
    ])
    .run(({ assert }, [amount, words]) => {
      assert.equal(amountInWords(paise(amount)), words)
    })
})

test.group('Amount in words, in Hindi', () => {
  test('{0} is "{1}"')
    .with([
      ['4747.00', 'रुपये चार हज़ार सात सौ सैंतालीस मात्र'],
      ['0.00', 'रुपये शून्य मात्र'],
      ['0.50', 'पचास पैसे मात्र'],
      ['100.50', 'रुपये एक सौ और पचास पैसे मात्र'],
      ['12345678.90', 'रुपये एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर और नब्बे पैसे मात्र'],
      ['-12.00', 'ऋण रुपये बारह मात्र'],
    ])
    .run(({ assert }, [amount, words]) => {
      assert.equal(amountInWords(paise(amount), 'hi'), words)
    })

  test('every number below one hundred has a word of its own', ({ assert }) => {
    const words = Array.from({ length: 100 }, (_, number) => numberInWords(number, 'hi'))
    assert.lengthOf(new Set(words), 100)
    assert.equal(words[29], 'उनतीस')
    assert.equal(words[79], 'उनासी')
    assert.equal(words[99], 'निन्यानवे')
  })
})

test.group('Amount in figures, Indian grouping', () => {
  test('{0} is {1}')
    .with([
      ['123456.00', '₹1,23,456.00'],
      ['999.90', '₹999.90'],
      ['1000.00', '₹1,000.00'],
      ['12345678.90', '₹1,23,45,678.90'],
      ['0.00', '₹0.00'],
      ['-0.14', '-₹0.14'],
      ['-100000.00', '-₹1,00,000.00'],
    ])
    .run(({ assert }, [amount, text]) => {
      assert.equal(formatRupees(paise(amount)), text)
      assert.equal(formatAmount(paise(amount)), text.replace('₹', ''))
    })
})
