import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CollectGarbageRequest as _iteron_v1_CollectGarbageRequest, CollectGarbageRequest__Output as _iteron_v1_CollectGarbageRequest__Output } from './iteron/v1/CollectGarbageRequest.ts';
import type { CollectGarbageResponse as _iteron_v1_CollectGarbageResponse, CollectGarbageResponse__Output as _iteron_v1_CollectGarbageResponse__Output } from './iteron/v1/CollectGarbageResponse.ts';
import type { HousekeepingServiceClient as _iteron_v1_HousekeepingServiceClient, HousekeepingServiceDefinition as _iteron_v1_HousekeepingServiceDefinition } from './iteron/v1/HousekeepingService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      CollectGarbageRequest: MessageTypeDefinition<_iteron_v1_CollectGarbageRequest, _iteron_v1_CollectGarbageRequest__Output>
      CollectGarbageResponse: MessageTypeDefinition<_iteron_v1_CollectGarbageResponse, _iteron_v1_CollectGarbageResponse__Output>
      /**
       * What keeps the store from only growing.
       */
      HousekeepingService: SubtypeConstructor<typeof grpc.Client, _iteron_v1_HousekeepingServiceClient> & { service: _iteron_v1_HousekeepingServiceDefinition }
    }
  }
}

