// Original file: ion.proto


export interface Empty {
}

export interface Empty__Output {
}
