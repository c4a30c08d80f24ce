import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ListFlowRequest as _iteron_v1_ListFlowRequest, ListFlowRequest__Output as _iteron_v1_ListFlowRequest__Output } from './iteron/v1/ListFlowRequest.ts';
import type { ListFlowResponse as _iteron_v1_ListFlowResponse, ListFlowResponse__Output as _iteron_v1_ListFlowResponse__Output } from './iteron/v1/ListFlowResponse.ts';
import type { ListTracesRequest as _iteron_v1_ListTracesRequest, ListTracesRequest__Output as _iteron_v1_ListTracesRequest__Output } from './iteron/v1/ListTracesRequest.ts';
import type { ListTracesResponse as _iteron_v1_ListTracesResponse, ListTracesResponse__Output as _iteron_v1_ListTracesResponse__Output } from './iteron/v1/ListTracesResponse.ts';
import type { Trace as _iteron_v1_Trace, Trace__Output as _iteron_v1_Trace__Output } from './iteron/v1/Trace.ts';
import type { TraceServiceClient as _iteron_v1_TraceServiceClient, TraceServiceDefinition as _iteron_v1_TraceServiceDefinition } from './iteron/v1/TraceService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      ListFlowRequest: MessageTypeDefinition<_iteron_v1_ListFlowRequest, _iteron_v1_ListFlowRequest__Output>
      ListFlowResponse: MessageTypeDefinition<_iteron_v1_ListFlowResponse, _iteron_v1_ListFlowResponse__Output>
      ListTracesRequest: MessageTypeDefinition<_iteron_v1_ListTracesRequest, _iteron_v1_ListTracesRequest__Output>
      ListTracesResponse: MessageTypeDefinition<_iteron_v1_ListTracesResponse, _iteron_v1_ListTracesResponse__Output>
      Trace: MessageTypeDefinition<_iteron_v1_Trace, _iteron_v1_Trace__Output>
      /**
       * Traces: all events and jobs of one correlation id.
       */
      TraceService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_TraceServiceClient> & { service: _iteron_v1_TraceServiceDefinition }
    }
  }
}

