// Original file: iteron/v1/server.proto

import type { Finding as _iteron_v1_Finding, Finding__Output as _iteron_v1_Finding__Output } from '../../iteron/v1/Finding.ts';
import type { DoctorSummary as _iteron_v1_DoctorSummary, DoctorSummary__Output as _iteron_v1_DoctorSummary__Output } from '../../iteron/v1/DoctorSummary.ts';

export interface RunDoctorResponse {
  /**
   * Absent in the last message.
   */
  'finding'?: (_iteron_v1_Finding | null);
  /**
   * Only in the last message.
   */
  'summary'?: (_iteron_v1_DoctorSummary | null);
}

export interface RunDoctorResponse__Output {
  /**
   * Absent in the last message.
   */
  'finding': (_iteron_v1_Finding__Output | null);
  /**
   * Only in the last message.
   */
  'summary': (_iteron_v1_DoctorSummary__Output | null);
}
