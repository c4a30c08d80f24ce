// Original file: iteron/v1/dead_letters.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeadLetter as _iteron_v1_DeadLetter, DeadLetter__Output as _iteron_v1_DeadLetter__Output } from '../../iteron/v1/DeadLetter.ts';
import type { DiscardDeadLettersRequest as _iteron_v1_DiscardDeadLettersRequest, DiscardDeadLettersRequest__Output as _iteron_v1_DiscardDeadLettersRequest__Output } from '../../iteron/v1/DiscardDeadLettersRequest.ts';
import type { DiscardDeadLettersResponse as _iteron_v1_DiscardDeadLettersResponse, DiscardDeadLettersResponse__Output as _iteron_v1_DiscardDeadLettersResponse__Output } from '../../iteron/v1/DiscardDeadLettersResponse.ts';
import type { GetDeadLetterRequest as _iteron_v1_GetDeadLetterRequest, GetDeadLetterRequest__Output as _iteron_v1_GetDeadLetterRequest__Output } from '../../iteron/v1/GetDeadLetterRequest.ts';
import type { ListDeadLettersRequest as _iteron_v1_ListDeadLettersRequest, ListDeadLettersRequest__Output as _iteron_v1_ListDeadLettersRequest__Output } from '../../iteron/v1/ListDeadLettersRequest.ts';
import type { ListDeadLettersResponse as _iteron_v1_ListDeadLettersResponse, ListDeadLettersResponse__Output as _iteron_v1_ListDeadLettersResponse__Output } from '../../iteron/v1/ListDeadLettersResponse.ts';
import type { RedriveDeadLettersRequest as _iteron_v1_RedriveDeadLettersRequest, RedriveDeadLettersRequest__Output as _iteron_v1_RedriveDeadLettersRequest__Output } from '../../iteron/v1/RedriveDeadLettersRequest.ts';
import type { RedriveDeadLettersResponse as _iteron_v1_RedriveDeadLettersResponse, RedriveDeadLettersResponse__Output as _iteron_v1_RedriveDeadLettersResponse__Output } from '../../iteron/v1/RedriveDeadLettersResponse.ts';

/**
 * Dead letters: jobs whose tries are spent, and messages that could not be taken.
 */
export interface DeadLetterServiceClient extends grpc.Client {
  /**
   * Gives dead letters up. Discarded ones stay to be seen, with the state `discarded`.
   */
  DiscardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  DiscardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  DiscardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  DiscardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives dead letters up. Discarded ones stay to be seen, with the state `discarded`.
   */
  discardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  discardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  discardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  discardDeadLetters(argument: _iteron_v1_DiscardDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_DiscardDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One dead letter.
   */
  GetDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  GetDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  GetDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  GetDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  /**
   * One dead letter.
   */
  getDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  getDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  getDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  getDeadLetter(argument: _iteron_v1_GetDeadLetterRequest, callback: grpc.requestCallback<_iteron_v1_DeadLetter__Output>): grpc.ClientUnaryCall;
  
  /**
   * Dead letters: jobs, newest first, then messages, oldest first.
   */
  ListDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  ListDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Dead letters: jobs, newest first, then messages, oldest first.
   */
  listDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  listDeadLetters(argument: _iteron_v1_ListDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_ListDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Runs failed jobs again with their module's current version, and publishes messages anew.
   */
  RedriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  RedriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  RedriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  RedriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Runs failed jobs again with their module's current version, and publishes messages anew.
   */
  redriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  redriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  redriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  redriveDeadLetters(argument: _iteron_v1_RedriveDeadLettersRequest, callback: grpc.requestCallback<_iteron_v1_RedriveDeadLettersResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Dead letters: jobs whose tries are spent, and messages that could not be taken.
 */
export interface DeadLetterServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Gives dead letters up. Discarded ones stay to be seen, with the state `discarded`.
   */
  DiscardDeadLetters: grpc.handleUnaryCall<_iteron_v1_DiscardDeadLettersRequest__Output, _iteron_v1_DiscardDeadLettersResponse>;
  
  /**
   * One dead letter.
   */
  GetDeadLetter: grpc.handleUnaryCall<_iteron_v1_GetDeadLetterRequest__Output, _iteron_v1_DeadLetter>;
  
  /**
   * Dead letters: jobs, newest first, then messages, oldest first.
   */
  ListDeadLetters: grpc.handleUnaryCall<_iteron_v1_ListDeadLettersRequest__Output, _iteron_v1_ListDeadLettersResponse>;
  
  /**
   * Runs failed jobs again with their module's current version, and publishes messages anew.
   */
  RedriveDeadLetters: grpc.handleUnaryCall<_iteron_v1_RedriveDeadLettersRequest__Output, _iteron_v1_RedriveDeadLettersResponse>;
  
}

export interface DeadLetterServiceDefinition extends grpc.ServiceDefinition {
  DiscardDeadLetters: MethodDefinition<_iteron_v1_DiscardDeadLettersRequest, _iteron_v1_DiscardDeadLettersResponse, _iteron_v1_DiscardDeadLettersRequest__Output, _iteron_v1_DiscardDeadLettersResponse__Output>
  GetDeadLetter: MethodDefinition<_iteron_v1_GetDeadLetterRequest, _iteron_v1_DeadLetter, _iteron_v1_GetDeadLetterRequest__Output, _iteron_v1_DeadLetter__Output>
  ListDeadLetters: MethodDefinition<_iteron_v1_ListDeadLettersRequest, _iteron_v1_ListDeadLettersResponse, _iteron_v1_ListDeadLettersRequest__Output, _iteron_v1_ListDeadLettersResponse__Output>
  RedriveDeadLetters: MethodDefinition<_iteron_v1_RedriveDeadLettersRequest, _iteron_v1_RedriveDeadLettersResponse, _iteron_v1_RedriveDeadLettersRequest__Output, _iteron_v1_RedriveDeadLettersResponse__Output>
}
