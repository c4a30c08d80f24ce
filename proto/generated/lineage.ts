import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { LineageEdge as _iteron_v1_LineageEdge, LineageEdge__Output as _iteron_v1_LineageEdge__Output } from './iteron/v1/LineageEdge.ts';
import type { LineageNode as _iteron_v1_LineageNode, LineageNode__Output as _iteron_v1_LineageNode__Output } from './iteron/v1/LineageNode.ts';
import type { LineageServiceClient as _iteron_v1_LineageServiceClient, LineageServiceDefinition as _iteron_v1_LineageServiceDefinition } from './iteron/v1/LineageService.ts';
import type { QueryLineageRequest as _iteron_v1_QueryLineageRequest, QueryLineageRequest__Output as _iteron_v1_QueryLineageRequest__Output } from './iteron/v1/QueryLineageRequest.ts';
import type { QueryLineageResponse as _iteron_v1_QueryLineageResponse, QueryLineageResponse__Output as _iteron_v1_QueryLineageResponse__Output } from './iteron/v1/QueryLineageResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      LineageEdge: MessageTypeDefinition<_iteron_v1_LineageEdge, _iteron_v1_LineageEdge__Output>
      LineageNode: MessageTypeDefinition<_iteron_v1_LineageNode, _iteron_v1_LineageNode__Output>
      /**
       * How everything came to be, and what became of it.
       */
      LineageService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_LineageServiceClient> & { service: _iteron_v1_LineageServiceDefinition }
      QueryLineageRequest: MessageTypeDefinition<_iteron_v1_QueryLineageRequest, _iteron_v1_QueryLineageRequest__Output>
      QueryLineageResponse: MessageTypeDefinition<_iteron_v1_QueryLineageResponse, _iteron_v1_QueryLineageResponse__Output>
    }
  }
}

