// Original file: iteron/v1/backup.proto

import type { SnapshotHeader as _iteron_v1_SnapshotHeader, SnapshotHeader__Output as _iteron_v1_SnapshotHeader__Output } from '../../iteron/v1/SnapshotHeader.ts';
import type { SnapshotRecords as _iteron_v1_SnapshotRecords, SnapshotRecords__Output as _iteron_v1_SnapshotRecords__Output } from '../../iteron/v1/SnapshotRecords.ts';
import type { SnapshotEnd as _iteron_v1_SnapshotEnd, SnapshotEnd__Output as _iteron_v1_SnapshotEnd__Output } from '../../iteron/v1/SnapshotEnd.ts';

export interface TakeSnapshotResponse {
  /**
   * The first message.
   */
  'header'?: (_iteron_v1_SnapshotHeader | null);
  'records'?: (_iteron_v1_SnapshotRecords | null);
  /**
   * After the last records; the files are held until the call is ended.
   */
  'end'?: (_iteron_v1_SnapshotEnd | null);
  'part'?: "header"|"records"|"end";
}

export interface TakeSnapshotResponse__Output {
  /**
   * The first message.
   */
  'header'?: (_iteron_v1_SnapshotHeader__Output | null);
  'records'?: (_iteron_v1_SnapshotRecords__Output | null);
  /**
   * After the last records; the files are held until the call is ended.
   */
  'end'?: (_iteron_v1_SnapshotEnd__Output | null);
  'part'?: "header"|"records"|"end";
}
