import { VIEWPORTS } from '../../helpers/screens.ts'
import { FITS, type Fit } from './fits.ts'

/**
 * Who looks at every page: one in English at a desk, whose window is then narrowed and enlarged, and one in Hindi on
 * the narrowest phone. So each page is opened twice and seen in both languages, both themes and all windows.
 */
export const READERS = [
  { language: 'English', locale: 'en-IN', window: { viewport: VIEWPORTS.desk }, fits: FITS },
  {
    language: 'Hindi',
    locale: 'hi-IN',
    window: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
    fits: [] as Fit[],
  },
] as const
