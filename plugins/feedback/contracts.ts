declare module '@karkhana/kernel/module' {
  interface Events {
    /** A customer has said how the visit was, or changed that. */
    'feedback.survey_answered@1': {
      surveyId: string
      jobId: string
      branchId: string
      technicianId: string | null
      /** 0–10. */
      score: number
      /** ISO instant, UTC. */
      answeredAt: string
    }
  }
}

/** 9 and 10 are promoters, 0 to 6 detractors (the Net Promoter Score of Reichheld). */
export type ScoreGroup = 'promoter' | 'passive' | 'detractor'
