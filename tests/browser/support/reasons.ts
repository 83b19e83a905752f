import type { Page } from 'playwright'

/**
 * Buttons, switches and menu entries of the open page that are off without saying why. A reason is the description of
 * the control (`title`, `aria-describedby`) or stands within it (`data-reason`), and a keyboard reaches it: `disabled`
 * takes a button out of their way. What is being saved (`aria-busy`) says so.
 */
export async function unreasoned(page: Page): Promise<string[]> {
  const found = await page.evaluate<string[]>(`[...document.querySelectorAll(
    'button, [role="button"], [role="menuitem"], [role="switch"]'
  )]
    .filter((each) => each.disabled || each.getAttribute('aria-disabled') === 'true')
    .filter((each) => each.getClientRects().length > 0 && each.getAttribute('aria-busy') !== 'true')
    .filter((each) => {
      const described = (each.getAttribute('aria-describedby') ?? '').split(' ')
        .some((id) => id && document.getElementById(id)?.textContent.trim())
      const told = described || each.title || each.querySelector('[data-reason]')?.textContent.trim()
      return each.disabled || !told
    })
    .map((each) => each.outerHTML.slice(0, 200))`)
  return found.map((html) => `off without a reason that everybody reaches: ${html}`)
}
