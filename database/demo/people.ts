/** Made-up customers of the demo. */
export const FIRST_NAMES = [
  'Aarav', 'Aditi', 'Ajay', 'Amruta', 'Anil', 'Anjali', 'Arjun', 'Bhavna', 'Chetan', 'Deepa', 'Dinesh', 'Divya',
  'Farhan', 'Gauri', 'Harish', 'Isha', 'Jayant', 'Kavita', 'Kiran', 'Lata', 'Mahesh', 'Manisha', 'Meera', 'Mohan',
  'Nandini', 'Neha', 'Nikhil', 'Omkar', 'Pallavi', 'Pooja', 'Prakash', 'Priya', 'Rahul', 'Rajesh', 'Rekha', 'Rohan',
  'Sachin', 'Sameer', 'Sanjay', 'Shreya', 'Smita', 'Sneha', 'Sunil', 'Swati', 'Tanvi', 'Uday', 'Varsha', 'Vikram',
  'Vinod', 'Yash',
] as const

export const LAST_NAMES = [
  'Bhosale', 'Chavan', 'Deshmukh', 'Deshpande', 'Gaikwad', 'Gokhale', 'Jadhav', 'Joshi', 'Kadam', 'Kale', 'Kamble',
  'Khan', 'Kulkarni', 'Mane', 'More', 'Naik', 'Patil', 'Pawar', 'Phadke', 'Rane', 'Salunkhe', 'Sathe', 'Sawant',
  'Shaikh', 'Shinde', 'Tambe', 'Thorat', 'Wagh',
] as const

export const STREETS = [
  'Karve Road', 'Paud Road', 'Baner Road', 'Sinhagad Road', 'FC Road', 'Law College Road', 'Satara Road',
  'Nagar Road', 'Aundh Road', 'Senapati Bapat Road',
] as const

export const PUNE_PINS = ['411004', '411005', '411007', '411016', '411029', '411037', '411038', '411045', '411052'] as const

/** Fleets and businesses with a registration; the numbers have a valid check character and belong to nobody. */
export const BUSINESSES = [
  { name: 'Swift Parcel Services Pvt Ltd', gstin: '27AAPFU0939F1ZV', city: 'Pune', postalCode: '411001' },
  { name: 'GreenMile Logistics LLP', gstin: '29AABCE2222B1ZB', city: 'Bengaluru', postalCode: '560001' },
  { name: 'Deccan Milk Products', gstin: '27AAGCD4321K1ZO', city: 'Pune', postalCode: '411019' },
  { name: 'Capital Cabs', gstin: '07AAACW3333C2ZR', city: 'New Delhi', postalCode: '110001' },
] as const
