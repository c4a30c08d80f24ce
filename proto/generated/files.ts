import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from './iteron/v1/File.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  iteron: {
    v1: {
      File: MessageTypeDefinition<_iteron_v1_File, _iteron_v1_File__Output>
    }
  }
}

