// Original file: iteron/v1/lineage.proto

import type { LineageNode as _iteron_v1_LineageNode, LineageNode__Output as _iteron_v1_LineageNode__Output } from '../../iteron/v1/LineageNode.ts';
import type { LineageEdge as _iteron_v1_LineageEdge, LineageEdge__Output as _iteron_v1_LineageEdge__Output } from '../../iteron/v1/LineageEdge.ts';

export interface QueryLineageResponse {
  /**
   * In order of depth; each node comes once over all pages.
   */
  'nodes'?: (_iteron_v1_LineageNode)[];
  /**
   * By which each of these nodes was reached first.
   */
  'edges'?: (_iteron_v1_LineageEdge)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface QueryLineageResponse__Output {
  /**
   * In order of depth; each node comes once over all pages.
   */
  'nodes': (_iteron_v1_LineageNode__Output)[];
  /**
   * By which each of these nodes was reached first.
   */
  'edges': (_iteron_v1_LineageEdge__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
