const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * The 15th character of a GSTIN, computed from the first fourteen: values 0 to 35 weighted 1, 2, 1,
 * 2, …; each product adds its quotient and remainder by 36 to the sum; the check value fills the sum
 * up to a multiple of 36. Characters outside 0-9 and A-Z are a fault of the caller.
 */
export function checkCharacter(first14: string): string {
  const sum = [...first14].slice(0, 14).reduce((total, character, index) => {
    const product = ALPHABET.indexOf(character) * (index % 2 === 0 ? 1 : 2)
    return total + Math.floor(product / 36) + (product % 36)
  }, 0)
  return ALPHABET[(36 - (sum % 36)) % 36]
}
